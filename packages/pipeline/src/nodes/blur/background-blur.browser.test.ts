import { VideoFrame } from '@remotemedia/codecs';
import { segmentationAssets } from '@remotemedia/models/segmentation';
import { afterEach, describe, expect, it } from 'vitest';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { Asset } from '../../node/node-definition.ts';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { backgroundBlur } from './background-blur.ts';

/** Parts of the photograph, 640 by 360: [x, y, width, height]. */
const FACE = [240, 90, 90, 100] as const;
const SHUTTLE = [470, 40, 110, 280] as const;
const FLAG = [0, 0, 80, 200] as const;

type Region = readonly [number, number, number, number];

async function files(): Promise<Record<string, Asset>> {
  const { segmentationModel, vision, visionLoader, visionWasm } = segmentationAssets;
  const response = await fetch(segmentationModel);
  return {
    segmentationModel: new Uint8Array(await response.arrayBuffer()),
    vision: vision.href,
    visionLoader: visionLoader.href,
    visionWasm: visionWasm.href,
  };
}

async function photograph(width = 640, height = 360): Promise<ImageBitmap> {
  const response = await fetch(new URL('./fixtures/astronaut.jpg', import.meta.url));
  return createImageBitmap(await response.blob(), { resizeWidth: width, resizeHeight: height });
}

/** How much a pixel differs from the mean of its neighbours within a part of a picture, 0–255: what blurring takes away. */
function sharpness(picture: CanvasImageSource, region: Region): number {
  const [, , width, height] = region;
  const data = pixels(picture, region);
  const green = (x: number, y: number) => data[4 * (y * width + x) + 1] ?? 0;
  let sum = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 1; x < width - 1; x += 1) sum += Math.abs(green(x, y) - (green(x - 1, y) + green(x + 1, y)) / 2);
  return sum / (width * height);
}

function pixels(picture: CanvasImageSource, [x, y, width, height]: Region): Uint8ClampedArray {
  const context = new OffscreenCanvas(640, 360).getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(picture, 0, 0, 640, 360);
  return context.getImageData(x, y, width, height).data;
}

/** The mean difference of two pictures within a part, 0–255. */
function difference(one: CanvasImageSource, other: CanvasImageSource, region: Region): number {
  const [a, b] = [pixels(one, region), pixels(other, region)];
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

describe('BackgroundBlur', () => {
  const nodes: DrivenNode[] = [];
  const frames: VideoFrame[] = [];

  afterEach(async () => {
    for (const frame of frames.splice(0)) frame.close();
    for (const node of nodes.splice(0)) await node.close();
  });

  async function open(params: Readonly<Record<string, unknown>> = {}, assets?: Record<string, Asset>) {
    const node = await DrivenNode.create(backgroundBlur, params, assets ?? (await files()));
    nodes.push(node);
    return node;
  }

  /** What becomes of a picture. */
  async function treat(node: DrivenNode, picture: ImageBitmap, timestamp = 0): Promise<ImageBitmap> {
    const frame = new VideoFrame(picture, { timestamp, duration: 33_333 });
    frames.push(frame);
    await node.push({ kind: 'video', frame, streamId: 'camera', frameNumber: 7 });
    const [item] = node.take();
    const out = videoOf(item);
    expect(out).toMatchObject({ streamId: 'camera', frameNumber: 7 });
    expect(out.frame).toMatchObject({ timestamp, duration: 33_333, displayWidth: picture.width });
    frames.push(out.frame);
    return toBitmap(out.frame);
  }

  it('blurs what is behind a person and leaves the person as she is', async () => {
    const before = await photograph();
    const after = await treat(await open(), before);
    expect(sharpness(after, SHUTTLE)).toBeLessThan(0.25 * sharpness(before, SHUTTLE));
    expect(sharpness(after, FLAG)).toBeLessThan(0.25 * sharpness(before, FLAG));
    expect(sharpness(after, FACE)).toBeGreaterThan(0.95 * sharpness(before, FACE));
    expect(difference(after, before, FACE)).toBeLessThan(1);
  });

  it('looks the same at another size', async () => {
    const node = await open();
    const small = await treat(node, await photograph(640, 360));
    const large = await treat(node, await photograph(1280, 720), 33_333);
    expect([large.width, large.height]).toEqual([1280, 720]);
    expect(difference(large, small, SHUTTLE)).toBeLessThan(4);
  });

  it('finds the person in a picture that stands upright', async () => {
    const crop = await createImageBitmap(await photograph(), 180, 0, 203, 360);
    const after = await treat(await open({ background: 'color', color: '#0000ff' }), crop);
    // Drawn 640 wide: the face is in the middle, beside the hair is background.
    expect(difference(after, crop, [220, 120, 200, 80])).toBeLessThan(2);
    const [red, green, blue] = pixels(after, [620, 10, 1, 1]);
    expect([red, green]).toEqual([expect.closeTo(0, -1), expect.closeTo(0, -1)]);
    expect(blue).toBeGreaterThan(200);
  });

  it('puts a colour behind the person', async () => {
    const before = await photograph();
    const after = await treat(await open({ background: 'color', color: '#00b140' }), before);
    expect(Array.from(pixels(after, [600, 20, 1, 1]))).toEqual([0, 177, 64, 255]);
    expect(difference(after, before, FACE)).toBeLessThan(1);
  });

  it('puts an image behind the person, cut to the shape of the picture', async () => {
    const before = await photograph();
    const node = await open({ background: 'image' });
    expect(sharpness(await treat(node, before), SHUTTLE)).toBeLessThan(0.25 * sharpness(before, SHUTTLE));
    await node.pushTo('background', await striped(400, 400));
    const after = await treat(node, before, 33_333);
    // Of a square, the middle 16:9 is seen: its red left half, and the green one.
    expect(Array.from(pixels(after, [10, 10, 1, 1]))).toEqual([255, 0, 0, 255]);
    expect(Array.from(pixels(after, [630, 10, 1, 1]))).toEqual([0, 255, 0, 255]);
    expect(difference(after, before, FACE)).toBeLessThan(1);
  });

  it('refuses a background that is no image, and keeps the one before', async () => {
    const node = await open({ background: 'image' });
    await node.pushTo('background', await striped(64, 36));
    const broken = { ...(await striped(64, 36)), data: new Uint8Array(100) };
    await expect(node.pushTo('background', broken)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(Array.from(pixels(await treat(node, await photograph()), [10, 10, 1, 1]))).toEqual([255, 0, 0, 255]);
  });

  it('keeps the masks of several streams apart', async () => {
    const node = await open({ background: 'color', color: '#0000ff', smoothingMs: 1000, edgeSoftness: 1 });
    const picture = await photograph();
    const alone = await treat(node, picture);
    const empty = new VideoFrame(await createImageBitmap(new ImageData(640, 360)), { timestamp: 20_000 });
    frames.push(empty);
    await node.push({ kind: 'video', frame: empty, streamId: 'other' });
    for (const item of node.take()) frames.push(videoOf(item).frame);
    const again = await treat(node, picture, 33_333);
    expect(difference(again, alone, [0, 0, 640, 360])).toBeLessThan(0.5);
  });

  it('blurs more with a larger radius, and takes another while it runs', async () => {
    const node = await open({ radiusPx: 4 });
    const before = await photograph();
    const little = sharpness(await treat(node, before), SHUTTLE);
    node.update({ radiusPx: 40 });
    expect(sharpness(await treat(node, before, 33_333), SHUTTLE)).toBeLessThan(0.6 * little);
  });

  it('opens several at a time and one after another', async () => {
    const picture = await photograph();
    const [one, other] = await Promise.all([open(), open()]);
    await one?.close();
    const third = await open();
    for (const node of [other, third]) if (node) await treat(node, picture);
  });

  it.each([
    ['segmentationModel', new Uint8Array(5000), 'failed-precondition'],
    ['vision', '/no/such/vision.mjs', 'unavailable'],
    ['visionLoader', '/no/such/loader.js', 'unavailable'],
    ['visionWasm', '/no/such/vision.wasm', 'failed-precondition'],
  ])('names the file when %s is wrong, and works the next time', async (name, wrong, code) => {
    await expect(open({}, { ...(await files()), [name]: wrong })).rejects.toMatchObject({
      code,
      detail: expect.stringContaining(typeof wrong === 'string' ? wrong : name),
    });
    await treat(await open(), await photograph());
  });

  it('refuses a colour that is none', async () => {
    await expect(open({ color: 'red' })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

/** A PNG whose left half is red and whose right half is green. */
async function striped(width: number, height: number): Promise<RuntimeData & { kind: 'image' }> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  for (const [x, color] of [
    [0, '#f00'],
    [width / 2, '#0f0'],
  ] as const) {
    if (context) context.fillStyle = color;
    context?.fillRect(x, 0, width / 2, height);
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { kind: 'image', data: new Uint8Array(await blob.arrayBuffer()), format: 'png', width, height };
}

function videoOf(item: RuntimeData | undefined) {
  if (item?.kind === 'video') return item;
  throw new Error(`expected video, not ${item?.kind}`);
}

async function toBitmap(frame: VideoFrame): Promise<ImageBitmap> {
  const { displayWidth, displayHeight } = frame;
  const data = new Uint8ClampedArray(displayWidth * displayHeight * 4);
  await frame.copyTo(data, { format: 'RGBA' });
  return createImageBitmap(new ImageData(data, displayWidth, displayHeight));
}
