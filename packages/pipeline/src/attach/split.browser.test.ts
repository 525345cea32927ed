import { expect, onTestFinished, test } from 'vitest';
import type { ManifestSource } from '../compile/check-manifest.ts';
import type { PipelineOutput } from '../session/pipeline-output.ts';
import { attachPipeline } from './attach-pipeline.ts';
import { Ear, toneTrack } from './audio/sounds-contract.ts';
import { customNodes } from './custom-nodes-contract.ts';

async function attach(track: MediaStreamTrack, manifest: ManifestSource) {
  const nodeModules = [new URL('./custom-nodes-contract.ts', import.meta.url)];
  const pipeline = await attachPipeline(track, manifest, { nodes: customNodes, nodeModules });
  onTestFinished(() => pipeline.close());
  return pipeline;
}

test('a node of the application runs on the audio thread', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attach(track, 'nodes: [{ id: half, node_type: Half }]');
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.level).toBeCloseTo(0.25 / Math.SQRT2, 2);
  expect(pipeline.host).toBe('worklet');
});

test('a side branch that cannot be on the audio thread gets blocks of 20 ms in a worker; the sound does not wait for it', async () => {
  const { track } = toneTrack(440, 0.5);
  const manifest = {
    nodes: [
      { id: 'gain', node_type: 'Gain', params: { gain: 0.5 } },
      { id: 'lengths', node_type: 'Lengths' },
      { id: 'out', node_type: 'PassThrough' },
    ],
    connections: [
      { from: 'gain', to: 'lengths' },
      { from: 'gain', to: 'out' },
    ],
  };
  const pipeline = await attach(track, manifest);
  const outputs: PipelineOutput[] = [];
  pipeline.on('output', (output) => outputs.push(output));
  await expect.poll(() => outputs.length).toBeGreaterThan(10);
  expect(pipeline.host).toBe('worklet');
  expect(outputs[0]).toMatchObject({ nodeId: 'lengths', nodeType: 'Lengths', data: { value: { host: 'worker' } } });
  const times = outputs.flatMap(({ data }) => (data.kind === 'json' ? [Reflect.get(Object(data.value), 'ms')] : []));
  expect(times.every((ms) => Math.abs(ms - 20) < 0.1)).toBe(true);
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.level).toBeCloseTo(0.25 / Math.SQRT2, 2);
  const stats = await pipeline.stats();
  expect(stats).toMatchObject({ host: 'worklet', sound: { ringMs: 0 } });
  expect(stats.nodes.map(({ id }) => id)).toEqual(['gain', 'lengths', 'out']);
});

test('where the sound needs such a node everything is in the worker, and what waits is bounded and told', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attach(
    track,
    'nodes: [{ id: gain, node_type: Gain }, { id: slow, node_type: SlowHalf }]\nconnections: [{ from: gain, to: slow }]',
  );
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.level, { timeout: 5000 }).toBeCloseTo(0.25 / Math.SQRT2, 2);
  expect(ear.share(440)).toBeGreaterThan(0.95);
  expect([pipeline.host, pipeline.way]).toEqual(['worker', 'worker']);
  await pipeline.setParams('gain', { gain: 0.5 });
  await expect.poll(() => ear.level).toBeCloseTo(0.125 / Math.SQRT2, 2);
  const stats = await pipeline.stats();
  expect(stats.nodes.map(({ id }) => id)).toEqual(['gain', 'slow']);
  expect(stats.sound?.ringMs).toBeGreaterThan(10);
  expect(stats.sound?.ringMs).toBeLessThan(500);
});

test('a pipeline moves from the audio thread to a worker and back', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attach(track, 'nodes: [{ id: half, node_type: Half }]');
  const ear = new Ear(pipeline.track);
  await pipeline.swap(
    'nodes: [{ id: slow, node_type: SlowHalf }, { id: g, node_type: Gain, params: { gain: 0.5 } }]\nconnections: [{ from: slow, to: g }]',
  );
  expect(pipeline.host).toBe('worker');
  await expect.poll(() => ear.level, { timeout: 5000 }).toBeCloseTo(0.125 / Math.SQRT2, 2);
  await pipeline.swap('nodes: [{ id: half, node_type: Half }]');
  expect(pipeline.host).toBe('worklet');
  await expect.poll(() => ear.level).toBeCloseTo(0.25 / Math.SQRT2, 2);
});

test('when the worker that makes the sound crashes, the pipeline says so and the track ends', async () => {
  const { track } = toneTrack();
  const pipeline = await attach(track, 'nodes: [{ id: crash, node_type: Crash }]');
  const ended = new Promise((resolve) => pipeline.track.addEventListener('ended', resolve));
  const { error } = await new Promise<{ error?: unknown }>((resolve) => pipeline.on('closed', resolve));
  expect(error).toMatchObject({ code: 'unavailable' });
  await ended;
  expect([pipeline.track.readyState, track.readyState]).toEqual(['ended', 'live']);
});

test('when the worker of a side branch crashes, that is a fault, and the sound goes on', async () => {
  const { track } = toneTrack(440, 0.5);
  const manifest = {
    nodes: [
      { id: 'half', node_type: 'Half' },
      { id: 'crash', node_type: 'Crash' },
      { id: 'lengths', node_type: 'Lengths' },
    ],
    connections: [{ from: 'crash', to: 'lengths' }],
  };
  const pipeline = await attach(track, manifest);
  const fault = await new Promise((resolve) => pipeline.on('fault', resolve));
  expect(fault).toMatchObject({ nodeId: 'crash', error: { code: 'unavailable' } });
  expect((await pipeline.stats()).nodes.map(({ id }) => id)).toEqual(['half']);
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.level).toBeCloseTo(0.25 / Math.SQRT2, 2);
});
