import { expect, onTestFinished, test } from 'vitest';
import { attachPipeline } from '../attach-pipeline.ts';
import { Loopback } from './loopback.ts';
import { pulledTracks } from './pull-track.ts';
import { Ear, toneTrack } from './sounds-contract.ts';

const GAIN = 'nodes: [{ id: gain, node_type: Gain, params: { gain: 0.5 } }]';

test('a track of a remote peer that no element plays comes out all the same', async () => {
  // The far end of a peer connection: what it gives is a remote track.
  const remote = await Loopback.open(toneTrack(440, 0.5).track);
  onTestFinished(() => remote.close());
  const pipeline = await attachPipeline(remote.track, GAIN);
  onTestFinished(() => pipeline.close());
  expect(pulledTracks()).toBe(1);
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.share(440), { timeout: 8000 }).toBeGreaterThan(0.9);
  await expect.poll(() => ear.level).toBeCloseTo(0.25 / Math.SQRT2, 1);
  pipeline.close();
  expect([pulledTracks(), remote.track.readyState]).toEqual([0, 'live']);
});

test('a track of the own page needs no element', async () => {
  const pipeline = await attachPipeline(toneTrack().track, GAIN);
  onTestFinished(() => pipeline.close());
  const [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
  if (!microphone) throw new Error('no microphone');
  onTestFinished(() => microphone.stop());
  const second = await attachPipeline(microphone, GAIN);
  onTestFinished(() => second.close());
  expect(pulledTracks()).toBe(0);
});

test('an output that is safe from echo comes over a peer connection, with the sound', async () => {
  const { track } = toneTrack(440, 0.5);
  const pipeline = await attachPipeline(track, GAIN, { echoSafe: true });
  onTestFinished(() => pipeline.close());
  // Remote tracks play in elements; Web Audio hears them only then.
  const element = new Audio();
  element.muted = true;
  element.srcObject = new MediaStream([pipeline.track]);
  await element.play();
  onTestFinished(() => {
    element.srcObject = null;
  });
  const ear = new Ear(pipeline.track);
  await expect.poll(() => ear.share(440), { timeout: 8000 }).toBeGreaterThan(0.9);
  await expect.poll(() => ear.level).toBeCloseTo(0.25 / Math.SQRT2, 1);
  pipeline.close();
  expect([pipeline.track.readyState, track.readyState]).toEqual(['ended', 'live']);
});

test('a loopback that is called off leaves nothing behind', async () => {
  const { track } = toneTrack();
  await expect(Loopback.open(track, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  await expect(attachPipeline(track, GAIN, { echoSafe: true, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(track.readyState).toBe('live');
});
