import { audioContextLeases } from '@remotemedia/media/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { compileManifest, type ManifestSource } from '../../compile/check-manifest.ts';
import { builtinNodes } from '../../nodes/index.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { AudioAttachment, type AudioAttachmentOptions } from './audio-attachment.ts';
import { Ear, toneTrack } from './sounds-contract.ts';

const registry = new NodeRegistry(builtinNodes);

function planOf(source: ManifestSource) {
  return compileManifest(source, { registry, inputKinds: ['audio'] });
}

function gain(value: number): string {
  return `nodes: [{ id: gain, node_type: Gain, params: { gain: ${value} } }]`;
}

async function attach(
  track: MediaStreamTrack,
  manifest: ManifestSource,
  options: Partial<AudioAttachmentOptions> = {},
) {
  const told = { onOutput: vi.fn(), onFault: vi.fn(), onEnd: vi.fn() };
  const attachment = await AudioAttachment.open(track, planOf(manifest), {
    find: (type) => registry.find(type),
    loadAssets: () => Promise.resolve({}),
    nodeModules: [],
    listener: told,
    ...options,
  });
  onTestFinished(() => attachment.close());
  return { attachment, told };
}

test('a track goes through the pipeline and comes out as a track', async () => {
  const { track } = toneTrack(440, 0.5);
  const { attachment } = await attach(track, gain(0.5));
  const ear = new Ear(attachment.track);
  await expect.poll(() => ear.level, { timeout: 5000 }).toBeCloseTo(0.25 / Math.SQRT2, 2);
  expect(ear.share(440)).toBeGreaterThan(0.95);
  expect([attachment.host, attachment.way]).toEqual(['worklet', 'worklet']);
});

test('a source that is switched off is silent at the end, and so is an output that is', async () => {
  const { track } = toneTrack();
  const { attachment } = await attach(track, gain(1));
  const ear = new Ear(attachment.track);
  await expect.poll(() => ear.level).toBeGreaterThan(0.3);
  track.enabled = false;
  await expect.poll(() => ear.level).toBe(0);
  track.enabled = true;
  await expect.poll(() => ear.level).toBeGreaterThan(0.3);
  attachment.track.enabled = false;
  await expect.poll(() => ear.level).toBe(0);
});

test('when the source ends the output ends, and somebody is told', async () => {
  const { track } = toneTrack();
  const { attachment, told } = await attach(track, gain(1));
  const ended = new Promise((resolve) => attachment.track.addEventListener('ended', resolve));
  track.stop();
  await ended;
  expect(attachment.track.readyState).toBe('ended');
  expect(told.onEnd).toHaveBeenCalledExactlyOnceWith(undefined);
  expect(audioContextLeases()).toBe(0);
});

test('closing stops the output, leaves the source alone and gives everything back', async () => {
  const { track } = toneTrack();
  const { attachment, told } = await attach(track, gain(1));
  expect(audioContextLeases()).toBe(1);
  await attachment.close();
  await attachment.close();
  expect([attachment.track.readyState, track.readyState]).toEqual(['ended', 'live']);
  expect(audioContextLeases()).toBe(0);
  expect(told.onEnd).not.toHaveBeenCalled();
  await expect(attachment.swap(planOf(gain(1)))).rejects.toMatchObject({ code: 'failed-precondition' });
});

test('parameters change while it sounds, and are told of in the statistics', async () => {
  const { track } = toneTrack(440, 0.5);
  const { attachment } = await attach(track, gain(1));
  const ear = new Ear(attachment.track);
  await expect.poll(() => ear.level).toBeCloseTo(0.5 / Math.SQRT2, 2);
  await attachment.setParams('gain', { gainDb: 0, gain: 0.2, muted: false, rampMs: 10 });
  await expect.poll(() => ear.level).toBeCloseTo(0.1 / Math.SQRT2, 2);
  const stats = await attachment.stats();
  expect(stats.nodes.map(({ id }) => id)).toEqual(['gain']);
  expect(stats.nodes[0]?.latency.count).toBeGreaterThan(10);
  expect(stats.sound.ringMs).toBe(0);
  expect(stats.sound.latencyMs).toBeCloseTo(stats.sound.baseLatencyMs);
  expect(stats.underruns).toBe(0);
});
