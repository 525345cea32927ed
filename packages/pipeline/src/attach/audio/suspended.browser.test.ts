import { leaseAudioContext, resumeAudio } from '@remotemedia/media';
import { expect, onTestFinished, test } from 'vitest';
import { attachPipeline } from '../attach-pipeline.ts';
import { Ear, toneTrack } from './sounds-contract.ts';

function gain(value: number): string {
  return `nodes: [{ id: gain, node_type: Gain, params: { gain: ${value} } }]`;
}

test('a context that the browser holds back is told of; swaps and parameters wait for nobody, and sound comes when it goes on', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attachPipeline(track, gain(1));
  onTestFinished(() => pipeline.close());
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.level).toBeCloseTo(0.5 / Math.SQRT2, 2);
  const told: boolean[] = [];
  pipeline.on('suspended', (isSuspended) => told.push(isSuspended));
  const { context, release } = leaseAudioContext();
  onTestFinished(release);
  await context.suspend();
  await expect.poll(() => ear.level).toBe(0);
  expect([pipeline.isSuspended, told.at(-1)]).toEqual([true, true]);
  await pipeline.swap(gain(0.5));
  await pipeline.swap(gain(0.25));
  await pipeline.setParams('gain', { gain: 0.1 });
  expect(await pipeline.stats()).toMatchObject({ nodes: [{ id: 'gain' }] });
  expect(await resumeAudio()).toBe(true);
  await expect.poll(() => ear.level).toBeCloseTo(0.05 / Math.SQRT2, 2);
  expect([pipeline.isSuspended, told.at(-1)]).toEqual([false, false]);
  await expect.poll(() => pipeline.stats()).toMatchObject({ sound: { graphs: 1 } });
});

test('what is closed while the browser holds it back lets go of everything', async () => {
  const { track } = toneTrack();
  const pipeline = await attachPipeline(track, gain(1));
  const { context, release } = leaseAudioContext();
  await context.suspend();
  await pipeline.swap(gain(0.5));
  pipeline.close();
  release();
  await expect.poll(() => context.state).toBe('closed');
});
