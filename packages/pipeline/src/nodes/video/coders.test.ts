import { readFile } from 'node:fs/promises';
import { liveCodecs, setCodecLocations } from '@remotemedia/codecs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EncodedVideoData, RuntimeData, VideoData } from '../../data/runtime-data.ts';
import type { AnyNodeDefinition, Asset, NodeInstance } from '../../node/node-definition.ts';
import { readPicture } from './pixels/read-picture.ts';
import { drawnPicture, psnr, videoOf } from './test-pictures-contract.ts';
import { videoDecode } from './video-decode.ts';
import { videoEncode } from './video-encode.ts';

const assets: Record<string, Asset> = {};

beforeAll(async () => {
  for (const [name, file] of Object.entries({
    vp8Encoder: 'vp8-encoder',
    vp8Decoder: 'vp8-decoder',
    vp9Encoder: 'vp9-encoder',
    vp9Decoder: 'vp9-decoder',
  })) {
    const url = new URL(`../../../../codecs/src/vpx/${file}.wasm`, import.meta.url);
    assets[name] = await WebAssembly.compile(await readFile(url));
  }
});

afterAll(() => setCodecLocations({}));

afterEach(() => {
  expect([...liveCodecs()]).toEqual([]);
});

/** A node as it is in a thread: the codecs run there with it. */
class ThreadNode {
  readonly emitted: readonly RuntimeData[];
  readonly #instance: NodeInstance;
  readonly #controller: AbortController;

  private constructor(instance: NodeInstance, emitted: readonly RuntimeData[], controller: AbortController) {
    this.#instance = instance;
    this.emitted = emitted;
    this.#controller = controller;
  }

  static async create(definition: AnyNodeDefinition, params: Record<string, unknown> = {}): Promise<ThreadNode> {
    const defaults = Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]);
    const emitted: RuntimeData[] = [];
    const controller = new AbortController();
    const instance = await definition.create(
      { ...Object.fromEntries(defaults), ...params },
      {
        id: 'n',
        host: 'node',
        signal: controller.signal,
        now: () => 0,
        emit: (item) => emitted.push(item),
        asset: (name) => assets[name] ?? '',
      },
    );
    return new ThreadNode(instance, emitted, controller);
  }

  get encoded(): EncodedVideoData[] {
    return this.emitted.filter((item) => item.kind === 'encodedVideo');
  }

  get pictures(): VideoData[] {
    return this.emitted.filter((item) => item.kind === 'video');
  }

  async push(...items: readonly RuntimeData[]): Promise<void> {
    for (const item of items) await this.#instance.process(item, { port: 'in', nodeId: '' });
  }

  async flush(): Promise<void> {
    await this.#instance.flush?.();
  }

  update(params: Record<string, unknown>): void {
    this.#instance.update?.(params);
  }

  reset(): void {
    this.#instance.reset?.();
  }

  async close(): Promise<void> {
    this.#controller.abort();
    await this.#instance.close?.();
    for (const { frame } of this.pictures) frame.close();
  }
}

/** A slow wave that moves. */
function wave(index: number, width = 64, height = 48): VideoData {
  const picture = drawnPicture('I420', width, height, (plane, x, y) =>
    Math.round(128 + 60 * Math.sin((x + index * 2 + plane * 9) / 9) * Math.cos(y / 11)),
  );
  const { frame } = videoOf(picture, { timestamp: index * 33_333, duration: 33_333 });
  return { kind: 'video', frame, streamId: 'cam', frameNumber: index };
}

async function encode(node: ThreadNode, count: number, from = 0, size: readonly [number, number] = [64, 48]) {
  for (let index = from; index < from + count; index += 1) {
    const item = wave(index, ...size);
    try {
      await node.push(item);
    } finally {
      item.frame.close();
    }
  }
}

describe.each(['Vp8', 'Vp9'])('%s', (codec) => {
  it('comes back as it went in, with time, stream and number', async () => {
    const encoder = await ThreadNode.create(videoEncode, { codec, keyframeInterval: 5 });
    await encode(encoder, 12);
    await encoder.flush();
    const packets = encoder.encoded;
    expect(packets.map(({ isKeyFrame }) => isKeyFrame)).toEqual(packets.map((_packet, index) => index % 5 === 0));
    expect(packets[3]).toMatchObject({ width: 64, height: 48, timestampUs: 99_999, streamId: 'cam', frameNumber: 3 });
    const decoder = await ThreadNode.create(videoDecode, { expectedCodec: codec });
    await decoder.push(...packets);
    await decoder.flush();
    expect(decoder.pictures.map(({ frame }) => frame.timestamp)).toEqual(packets.map(({ timestampUs }) => timestampUs));
    for (const [index, { frame, streamId, frameNumber }] of decoder.pictures.entries()) {
      expect([frame.format, streamId, frameNumber]).toEqual(['I420', 'cam', index]);
      const reference = wave(index);
      expect(psnr(await readPicture(frame), await readPicture(reference.frame))).toBeGreaterThan(32);
      reference.frame.close();
    }
    await encoder.close();
    await decoder.close();
  });

  it('begins anew with a key frame when pictures change their size', async () => {
    const encoder = await ThreadNode.create(videoEncode, { codec, keyframeInterval: 4 });
    await encode(encoder, 3);
    await encode(encoder, 5, 3, [80, 32]);
    await encoder.flush();
    expect(encoder.encoded.map(({ width, isKeyFrame }) => `${width} ${isKeyFrame ? 'key' : 'delta'}`)).toEqual([
      '64 key',
      '64 delta',
      '64 delta',
      '80 key',
      '80 delta',
      '80 delta',
      '80 delta',
      '80 key',
    ]);
    const decoder = await ThreadNode.create(videoDecode);
    await decoder.push(...encoder.encoded);
    await decoder.flush();
    expect(decoder.pictures.map(({ frame }) => frame.codedWidth)).toEqual([64, 64, 64, 80, 80, 80, 80, 80]);
    await encoder.close();
    await decoder.close();
  });

  it('spends less after an update, without a key frame', async () => {
    const params = {
      codec,
      bitrate: 2_000_000,
      framerate: 30,
      keyframeInterval: 1000,
      qualityPreset: 'medium',
      hardwareAccel: true,
      threads: 0,
    };
    const encoder = await ThreadNode.create(videoEncode, params);
    await encode(encoder, 30, 0, [160, 120]);
    await encoder.flush();
    encoder.update({ ...params, bitrate: 30_000 });
    await encode(encoder, 60, 30, [160, 120]);
    await encoder.flush();
    const bytes = (from: number, to: number) => {
      const packets = encoder.encoded.filter(
        ({ timestampUs }) => timestampUs >= from * 33_333 && timestampUs < to * 33_333,
      );
      return packets.reduce((sum, { data }) => sum + data.length, 0) / Math.max(1, to - from);
    };
    expect(bytes(60, 90)).toBeLessThan(bytes(5, 30) / 2);
    expect(encoder.encoded.filter(({ isKeyFrame }) => isKeyFrame)).toHaveLength(1);
    await encoder.close();
  });
});

describe('VideoDecode', () => {
  it('waits for a key frame, or says that it has to', async () => {
    const encoder = await ThreadNode.create(videoEncode);
    await encode(encoder, 4);
    await encoder.flush();
    const [key, ...rest] = encoder.encoded;
    const lenient = await ThreadNode.create(videoDecode);
    await lenient.push(...rest);
    await lenient.flush();
    expect(lenient.pictures).toHaveLength(0);
    const strict = await ThreadNode.create(videoDecode, { errorResilience: 'strict' });
    await expect(strict.push(...rest)).rejects.toMatchObject({ code: 'failed-precondition' });
    if (key) await strict.push(key);
    await strict.flush();
    expect(strict.pictures).toHaveLength(1);
    for (const node of [encoder, lenient, strict]) await node.close();
  });

  it('tells of a damaged packet, and goes on with the next key frame', async () => {
    const encoder = await ThreadNode.create(videoEncode, { keyframeInterval: 2 });
    await encode(encoder, 4);
    await encoder.flush();
    const [first, , third] = encoder.encoded;
    if (!first || !third) throw new Error('too few packets');
    const decoder = await ThreadNode.create(videoDecode);
    await decoder.push(first);
    const damaged = { ...third, data: third.data.slice(0, 11).fill(255, 3) };
    const outcome = async () => {
      await decoder.push(damaged);
      await decoder.flush();
    };
    await expect(outcome()).rejects.toMatchObject({ name: 'SdkError' });
    await decoder.push(third).catch(() => {});
    await decoder.push({ ...third, timestampUs: 200_000 });
    await decoder.flush();
    expect(decoder.pictures.at(-1)?.frame.timestamp).toBe(200_000);
    await encoder.close();
    await decoder.close();
  });

  it('gives the pixel format that is asked for', async () => {
    const encoder = await ThreadNode.create(videoEncode);
    await encode(encoder, 2);
    await encoder.flush();
    for (const [outputFormat, format] of [
      ['NV12', 'NV12'],
      ['Rgba32', 'RGBA'],
    ] as const) {
      const decoder = await ThreadNode.create(videoDecode, { outputFormat });
      await decoder.push(...encoder.encoded);
      await decoder.flush();
      expect(decoder.pictures.map(({ frame }) => frame.format)).toEqual([format, format]);
      await decoder.close();
    }
    await encoder.close();
  });

  it('refuses another codec than the one that is expected', async () => {
    const encoder = await ThreadNode.create(videoEncode);
    await encode(encoder, 1);
    await encoder.flush();
    const decoder = await ThreadNode.create(videoDecode, { expectedCodec: 'Vp9' });
    await expect(decoder.push(...encoder.encoded)).rejects.toMatchObject({ code: 'invalid-argument' });
    await encoder.close();
    await decoder.close();
  });
});

describe('VideoEncode', () => {
  it.each(['H264', 'Av1'])('says what there is where %s is not', async (codec) => {
    const encoder = await ThreadNode.create(videoEncode, { codec });
    await expect(encode(encoder, 1)).rejects.toMatchObject({
      code: 'unimplemented',
      detail: expect.stringContaining('there is Vp8, Vp9'),
    });
    await encoder.close();
  });

  it('keeps streams apart', async () => {
    const encoder = await ThreadNode.create(videoEncode, { keyframeInterval: 100 });
    for (let index = 0; index < 6; index += 1) {
      const item = { ...wave(index), streamId: index % 2 === 0 ? 'a' : 'b' };
      await encoder.push(item);
      item.frame.close();
    }
    await encoder.flush();
    expect(
      encoder.encoded
        .filter(({ isKeyFrame }) => isKeyFrame)
        .map(({ streamId }) => streamId)
        .sort(),
    ).toEqual(['a', 'b']);
    await encoder.close();
  });

  it('begins with a key frame after an interruption', async () => {
    const encoder = await ThreadNode.create(videoEncode);
    await encode(encoder, 2);
    await encoder.flush();
    encoder.reset();
    await encode(encoder, 2, 2);
    await encoder.flush();
    expect(encoder.encoded.map(({ isKeyFrame }) => isKeyFrame)).toEqual([true, false, true, false]);
    await encoder.close();
  });

  it('lets go of what is under way when it is closed', async () => {
    const encoder = await ThreadNode.create(videoEncode);
    await encode(encoder, 5);
    await encoder.close();
    await encoder.close();
  });
});
