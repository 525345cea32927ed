import { expect, it } from 'vitest';
import { text } from '../../run/test-nodes-contract.ts';
import { openHosted } from '../hosts-contract.ts';
import { describeThreads, openInThread } from '../threads-contract.ts';

const files = { host: 'worker', nodesUrl: new URL('../host-nodes-contract.ts', import.meta.url).href } as const;

describeThreads("in a browser's worker", files);

/** A worker that answers `open`, and does something else at a push. */
function tricky(atPush: string): string {
  const source = `
    onmessage = ({ data: { type, id } }) => {
      if (type === 'push') { ${atPush} }
      else if (type !== 'start') postMessage({ type: 'done', id });
    };
    postMessage({ type: 'ready', version: 1 });`;
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}

const pass = [{ id: 'p', type: 'Pass' }];

it('tells what a worker crashed of', async () => {
  const open = openInThread({ ...files, workerUrl: tricky("throw new RangeError('no more memory')") });
  const { graph, deaths } = await openHosted(open, pass);
  await expect(graph.push(text('x'))).rejects.toThrow('no more memory');
  expect(deaths.map(({ code }) => code)).toEqual(['unavailable']);
});

it('ends a worker that breaks the protocol', async () => {
  const open = openInThread({ ...files, workerUrl: tricky("postMessage({ type: 'output', data: 1 })") });
  const { graph } = await openHosted(open, pass);
  await expect(graph.push(text('x'))).rejects.toMatchObject({ code: 'internal' });
});

it("moves the browser's own pictures there and back", async () => {
  const { VideoFrame: OurFrame } = await import('@remotemedia/codecs');
  const canvas = new OffscreenCanvas(16, 16);
  canvas.getContext('2d')?.fillRect(0, 0, 8, 16);
  const native = new VideoFrame(canvas, { timestamp: 7 });
  const { graph, outputs } = await openHosted(openInThread(files), pass);
  await graph.push({ kind: 'video', frame: new OurFrame(native) });
  await graph.flush();
  native.close();
  const [picture] = outputs;
  if (picture?.kind !== 'video') return expect.unreachable('no picture came');
  expect(picture.frame.timestamp).toBe(7);
  picture.frame.close();
  return await graph.close();
});

it('says why a worker did not load', async () => {
  const workerUrl = new URL('./nowhere.js', location.href).href;
  const opening = openHosted(openInThread({ ...files, workerUrl }), pass);
  await expect(opening).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('nowhere.js') });
});
