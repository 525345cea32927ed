import { audioContextLeases } from '@remotemedia/media/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ManifestSource } from '../compile/check-manifest.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { AttachOptions } from './attach-options.ts';
import { attachPipeline } from './attach-pipeline.ts';
import { Ear, toneTrack } from './audio/sounds-contract.ts';

function gain(value: number): string {
  return `nodes: [{ id: gain, node_type: Gain, params: { gain: ${value} } }]`;
}

async function attach(track: MediaStreamTrack, manifest: ManifestSource, options: AttachOptions = {}) {
  const pipeline = await attachPipeline(track, manifest, options);
  onTestFinished(() => pipeline.close());
  return pipeline;
}

test('a swap changes the sound and keeps the track', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attach(track, gain(1));
  const output = pipeline.track;
  const ear = new Ear(output);
  await expect.poll(() => ear.level).toBeCloseTo(0.5 / Math.SQRT2, 2);
  await pipeline.swap(gain(0.25));
  await expect.poll(() => ear.level).toBeCloseTo(0.125 / Math.SQRT2, 2);
  expect(pipeline.track).toBe(output);
  expect(pipeline.manifest).toBe(gain(0.25));
  const said: unknown[] = [];
  pipeline.subscribe('__system__.out', (item) =>
    said.push(item.kind === 'json' && Reflect.get(Object(item.value), 'status')),
  );
  expect(said).toEqual(['ready', 'initializing', 'ready']);
});

test('a manifest that cannot be used is refused, and the pipeline at work goes on', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attach(track, gain(1));
  const ear = new Ear(pipeline.track);
  await expect(pipeline.swap('nodes: [{ id: a, node_type: Gian }]')).rejects.toThrow('Gain');
  await expect.poll(() => ear.level).toBeCloseTo(0.5 / Math.SQRT2, 2);
  expect(pipeline.manifest).toBe(gain(1));
});

test('nothing is left of a pipeline that cannot be attached', async () => {
  const { track } = toneTrack();
  await expect(attachPipeline(track, gain(1), { workletUrl: '/nothing-here.js' })).rejects.toMatchObject({
    code: 'unavailable',
  });
  await expect(attachPipeline(track, gain(1), { signal: AbortSignal.abort() })).rejects.toThrow();
  expect([audioContextLeases(), track.readyState]).toEqual([0, 'live']);
  track.stop();
  await expect(attachPipeline(track, gain(1))).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('events of nodes are told with their type, and topics can be listened to', async () => {
  const { track } = toneTrack();
  const manifest = {
    nodes: [
      { id: 'gain', node_type: 'Gain' },
      { id: 'level', node_type: 'AudioLevel' },
      { id: 'out', node_type: 'PassThrough' },
    ],
    connections: [
      { from: 'gain', to: 'level' },
      { from: 'gain', to: 'out' },
    ],
  };
  const pipeline = await attach(track, manifest);
  const event = await new Promise((resolve) => pipeline.on('output', resolve));
  expect(event).toMatchObject({ nodeId: 'level', nodeType: 'AudioLevel', data: { kind: 'json' } });
  const heard: RuntimeData[] = [];
  const undo = pipeline.subscribe('gain.out', (item) => heard.push(item));
  await expect.poll(() => heard.length).toBeGreaterThan(5);
  expect(heard[0]).toMatchObject({ kind: 'audio', sampleRate: new AudioContext().sampleRate, frames: 128 });
  undo();
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'got Undefined'],
  ['a stream', new MediaStream(), 'got MediaStream: give a track, such as stream.getAudioTracks()[0]'],
])('%s in the place of a track is refused in words', async (_, given, message) => {
  await expect(attachPipeline(given as MediaStreamTrack, gain(1))).rejects.toThrow(message);
});

test('closing tells once, and so does the end of the source', async () => {
  const { track } = toneTrack();
  const closed = vi.fn();
  const first = await attach(track, gain(1));
  first.on('closed', closed);
  first.close();
  first.close();
  expect(closed).toHaveBeenCalledTimes(1);
  const second = await attach(track, gain(1));
  const over = new Promise((resolve) => second.on('closed', resolve));
  track.stop();
  expect(await over).toEqual({ error: undefined });
  expect([second.track.readyState, audioContextLeases()]).toEqual(['ended', 0]);
});

test('a manifest that counts on another sample rate than the context has gets its input in that', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attach(
    track,
    'nodes: [{ id: r, node_type: FastResample, params: { source_rate: 24000, target_rate: 16000 } }]',
  );
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.share(440)).toBeGreaterThan(0.95);
  await expect.poll(() => ear.level).toBeCloseTo(0.5 / Math.SQRT2, 2);
  expect(await pipeline.stats()).toMatchObject({ host: 'worklet', nodes: [{ id: 'r', faults: 0 }] });
});
