import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SdkError } from '@remotemedia/base';
import { afterAll, afterEach, expect, inject, it, vi } from 'vitest';
import type { AudioEncoderConfig, VideoEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { openWasmAudioEncoder, openWasmVideoEncoder, setCodecLocations } from './index.ts';
import { threadPool } from './pool/thread-pool.ts';
import { picture, tone } from './test-signals-contract.ts';

const OPUS: AudioEncoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
const VP8: VideoEncoderConfig = { codec: 'vp8', width: 160, height: 120 };

/** A worker that works until the message with this type comes, and then does something else. */
const TRICKY = (event: string, trick: string) => `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ type, id, coder }) => {
  if (type === '${event}') { ${trick} }
  parentPort.postMessage({ type: 'done', id, coder, outputs: [] });
});
parentPort.postMessage({ type: 'ready', version: 1 });
`;

const folder = mkdtempSync(join(tmpdir(), 'codec-worker-'));
let count = 0;

function useWorker(source: string): void {
  count += 1;
  const file = join(folder, `${count}.mjs`);
  writeFileSync(file, source);
  setCodecLocations({ workerUrl: pathToFileURL(file) });
}

function useRealWorker(): void {
  setCodecLocations({ workerUrl: inject('codecWorkerUrl') });
}

function codeOf(promise: Promise<void>): Promise<string> {
  return promise.then(
    () => 'fulfilled',
    (error: SdkError) => error.code,
  );
}

async function allThreadsEnd(): Promise<void> {
  await vi.waitFor(() => expect(threadPool().size).toBe(0), { timeout: 5_000 });
}

afterEach(async () => {
  useRealWorker();
  await allThreadsEnd();
});

afterAll(() => rmSync(folder, { recursive: true }));

it('tells every coder of a thread that it crashed, and gives the next one a fresh thread', async () => {
  useWorker(TRICKY('flush', 'process.exit(7);'));
  const errors: SdkError[] = [];
  const sink = { output: () => {}, error: (error: SdkError) => errors.push(error) };
  const first = openWasmAudioEncoder(sink);
  const second = openWasmAudioEncoder(sink);
  await Promise.all([first.configure(OPUS), second.configure(OPUS)]);
  const pending = [first.flush(), first.process(tone(0, 960)), second.flush()];
  expect(await Promise.all(pending.map(codeOf))).toEqual(['unavailable', 'unavailable', 'unavailable']);
  await vi.waitFor(() => expect(errors.map(({ code }) => code)).toEqual(['unavailable', 'unavailable']));
  expect(errors[0]?.message).toContain('code 7');
  useRealWorker();
  const third = openWasmAudioEncoder(sink);
  await third.configure(OPUS);
  await third.process(tone(0, 960));
  third.close();
  expect(errors).toHaveLength(2);
});

it('says where a thread died of an exception', async () => {
  useWorker(TRICKY('process', "throw new RangeError('Array buffer allocation failed');"));
  const engine = openWasmAudioEncoder({ output: () => {}, error: () => {} });
  await engine.configure(OPUS);
  await expect(engine.process(tone(0, 960))).rejects.toThrow('Array buffer allocation failed');
});

it('names a file that is not there', async () => {
  setCodecLocations({ workerUrl: pathToFileURL(join(folder, 'nowhere.mjs')) });
  const engine = openWasmAudioEncoder({ output: () => {}, error: () => {} });
  await expect(engine.configure(OPUS)).rejects.toThrow('nowhere.mjs');
});

it('refuses a worker of another version', async () => {
  useWorker("import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ type: 'ready', version: 0 });");
  const engine = openWasmAudioEncoder({ output: () => {}, error: () => {} });
  expect(await codeOf(engine.configure(OPUS))).toBe('failed-precondition');
});

it.each(['close', 'reset'] as const)('ends a thread that is busy when its coder wants out by %s', async (wayOut) => {
  useWorker(TRICKY('process', 'for (;;);'));
  const engine = openWasmVideoEncoder({ output: () => expect.unreachable(), error: () => expect.unreachable() });
  await engine.configure(VP8);
  const endless = engine.process({ frame: picture(0), keyFrame: false });
  await new Promise((resolve) => setTimeout(resolve, 20));
  engine[wayOut]();
  expect(await codeOf(endless)).toBe('aborted');
  await allThreadsEnd();
  engine.close();
});

it('goes on with a fresh thread after a reset that ended one', async () => {
  useWorker(TRICKY('process', 'for (;;);'));
  const outputs: number[] = [];
  const engine = openWasmVideoEncoder({ output: ({ timestamp }) => outputs.push(timestamp), error: () => {} });
  await engine.configure(VP8);
  const endless = engine.process({ frame: picture(0), keyFrame: false });
  engine.reset();
  expect(await codeOf(endless)).toBe('aborted');
  useRealWorker();
  await engine.configure(VP8);
  await engine.process({ frame: picture(2), keyFrame: false });
  expect(outputs).toEqual([80_000]);
  engine.close();
});

it('leaves no thread behind after the last coder was closed, and uses it again until then', async () => {
  useRealWorker();
  for (let i = 0; i < 20; i += 1) {
    const engine = openWasmVideoEncoder({ output: () => {}, error: () => expect.unreachable() });
    await engine.configure(VP8);
    await engine.process({ frame: picture(i), keyFrame: false });
    engine.close();
    expect(threadPool().size).toBe(1);
  }
  await allThreadsEnd();
});
