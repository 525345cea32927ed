import type { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeEngines } from './engines-contract.ts';
import { openWasmVideoEncoder, setCodecLocations } from './index.ts';
import { threadPool } from './pool/thread-pool.ts';
import { picture } from './test-signals-contract.ts';

describeEngines("in a browser's worker");

const VP8 = { codec: 'vp8', width: 160, height: 120 };

/** A worker that does something else when it gets a picture. */
function useTrickyWorker(trick: string): void {
  const source = `
    onmessage = ({ data: { type, id, coder } }) => {
      if (type === 'process') { ${trick} }
      postMessage({ type: 'done', id, coder, outputs: [] });
    };
    postMessage({ type: 'ready', version: 1 });`;
  setCodecLocations({ workerUrl: URL.createObjectURL(new Blob([source], { type: 'text/javascript' })) });
}

describe('workers that misbehave', () => {
  afterEach(async () => {
    setCodecLocations({});
    await vi.waitFor(() => expect(threadPool().size).toBe(0), { timeout: 5_000 });
  });

  it('tells what a worker crashed of, and gives the next coder a fresh one', async () => {
    useTrickyWorker("throw new RangeError('no more memory');");
    const errors: SdkError[] = [];
    const engine = openWasmVideoEncoder({ output: () => {}, error: (error) => errors.push(error) });
    await engine.configure(VP8);
    await expect(engine.process({ frame: picture(0), keyFrame: false })).rejects.toThrow('no more memory');
    expect(errors.map(({ code }) => code)).toEqual(['unavailable']);
    setCodecLocations({});
    const next = openWasmVideoEncoder({ output: () => {}, error: (error) => expect.unreachable(error.message) });
    await next.configure(VP8);
    await next.process({ frame: picture(0), keyFrame: false });
    next.close();
  });

  it('ends a worker that is busy when its coder wants out', async () => {
    useTrickyWorker('for (;;);');
    const engine = openWasmVideoEncoder({ output: () => {}, error: () => {} });
    await engine.configure(VP8);
    const endless = engine.process({ frame: picture(0), keyFrame: false });
    engine.close();
    await expect(endless).rejects.toMatchObject({ code: 'aborted' });
  });
});

it('encodes pictures of the browser, which are read in the worker', async () => {
  const { VideoFrame: OurFrame } = await import('../../webcodecs/data/index.ts');
  const canvas = new OffscreenCanvas(160, 120);
  canvas.getContext('2d')?.fillRect(0, 0, 80, 120);
  const native = new VideoFrame(canvas, { timestamp: 7 });
  const timestamps: number[] = [];
  const engine = openWasmVideoEncoder({
    output: ({ timestamp }) => timestamps.push(timestamp),
    error: (error) => expect.unreachable(error.message),
  });
  void engine.configure(VP8);
  await engine.process({ frame: new OurFrame(native), keyFrame: false });
  expect(timestamps).toEqual([7]);
  native.close();
  engine.close();
});
