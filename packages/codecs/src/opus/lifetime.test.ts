import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { liveCodecs, setLeakListener } from '../module/live-codecs.ts';
import { OpusDecoder, OpusEncoder, OpusMultistreamDecoder, opusHeapUsedBytes } from './index.ts';
import { opusModule, voice } from './sounds-contract.ts';

const module = opusModule();
const head = { channelCount: 2, mappingFamily: 255, streamCount: 2, coupledCount: 0, mapping: [0, 1] } as const;

/** Collects garbage now. */
function collect(): void {
  setFlagsFromString('--expose_gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc === 'function') gc();
}

afterEach(() => setLeakListener(undefined));

test('ten thousand objects later the heap is as it was', () => {
  const pcm = voice(960, 48000, 2);
  const before = opusHeapUsedBytes(module);
  const cycle = () => {
    using encoder = new OpusEncoder(module, { channelCount: 2, complexity: 0 });
    using decoder = new OpusDecoder(module, { channelCount: 2 });
    using several = new OpusMultistreamDecoder(module, { head });
    expect(opusHeapUsedBytes(module)).toBeGreaterThan(before + 50_000);
    return decoder.decode(encoder.encode(pcm)).length + several.channelCount;
  };
  for (let index = 0; index < 3400; index += 1) cycle();
  expect(opusHeapUsedBytes(module)).toBe(before);
  expect(liveCodecs().size).toBe(0);
});

test('a config that is refused leaves nothing behind', () => {
  const before = opusHeapUsedBytes(module);
  for (let index = 0; index < 100; index += 1) {
    expect(() => new OpusEncoder(module, { bitrate: 1 })).toThrow();
    expect(() => new OpusDecoder(module, { gainDb: 1e9 })).toThrow();
  }
  expect(opusHeapUsedBytes(module)).toBe(before);
  expect(liveCodecs().size).toBe(0);
});

test('what is open is counted by name', () => {
  const encoder = new OpusEncoder(module);
  const decoders = [new OpusDecoder(module), new OpusDecoder(module)];
  expect([...liveCodecs()]).toEqual([
    ['OpusEncoder', 1],
    ['OpusDecoder', 2],
  ]);
  encoder.close();
  for (const decoder of decoders) decoder.close();
  expect(liveCodecs().size).toBe(0);
});

test('many objects at once fill the heap with a typed error, and closing makes room', () => {
  const open: OpusEncoder[] = [];
  const fill = () => {
    for (let index = 0; index < 20_000; index += 1) open.push(new OpusEncoder(module, { channelCount: 2 }));
  };
  expect(fill).toThrow(/\[resource-exhausted\].*close objects that are not needed/);
  expect(open.length).toBeGreaterThan(500);
  for (const encoder of open) encoder.close();
  expect(new OpusEncoder(module).close()).toBeUndefined();
});

test('after the first packets no view is made any more', () => {
  using encoder = new OpusEncoder(module, { bitrateMode: 'constant' });
  using decoder = new OpusDecoder(module);
  const pcm = voice(960, 48000);
  const packet = encoder.encode(pcm);
  const samples = decoder.decode(packet);
  for (let index = 0; index < 10; index += 1) {
    expect(encoder.encode(pcm)).toBe(packet);
    expect(decoder.decode(packet)).toBe(samples);
  }
});

test('an object that was forgotten is reported by name and freed', async () => {
  const before = opusHeapUsedBytes(module);
  const names: string[] = [];
  setLeakListener((name) => names.push(name));
  (() => new OpusEncoder(module))();
  await vi.waitFor(() => {
    collect();
    expect(names).toEqual(['OpusEncoder']);
  });
  expect(opusHeapUsedBytes(module)).toBe(before);
  expect(liveCodecs().size).toBe(0);
});
