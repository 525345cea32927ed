import { audioContextLeases } from '@remotemedia/media/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Ear, toneTrack } from '../audio/sounds-contract.ts';
import { attachMix } from './attach-mix.ts';

const MIX_MINUS = 'nodes: [{ id: mix, node_type: AudioMixer, params: { mode: mix-minus } }]';

/** Each participant is a tone; the pitches share no harmonics and fit the ear's window. */
const PITCHES: Readonly<Record<string, number>> = { ada: 430, bob: 861, eve: 1292, kim: 2153, lea: 3015 };

async function openCall() {
  const sources = new Map(Object.entries(PITCHES).map(([id, pitch]) => [id, toneTrack(pitch, 0.1).track]));
  const mix = await attachMix(sources, MIX_MINUS);
  onTestFinished(() => mix.close());
  return { mix, sources };
}

/** Who can be heard. */
function heard(ear: Ear): string[] {
  return Object.keys(PITCHES).filter((id) => ear.share(PITCHES[id] ?? 0) > 0.05);
}

function others(...ids: string[]): string[] {
  return Object.keys(PITCHES).filter((id) => !ids.includes(id));
}

test('five participants each hear the four others and not themselves', async () => {
  const { mix } = await openCall();
  for (const id of Object.keys(PITCHES)) {
    const ear = new Ear(mix.trackFor(id));
    await expect.poll(() => heard(ear), { timeout: 5000 }).toEqual(others(id));
    await expect.poll(() => ear.level).toBeCloseTo(Math.sqrt(4 * 0.1 ** 2 * 0.5), 2);
  }
});

test('who leaves in mid-call is not heard any more, and who comes is', async () => {
  const { mix, sources } = await openCall();
  const ear = new Ear(mix.trackFor('ada'));
  await expect.poll(() => heard(ear), { timeout: 5000 }).toEqual(others('ada'));
  const bob = mix.trackFor('bob');
  mix.remove('bob');
  await expect.poll(() => heard(ear)).toEqual(others('ada', 'bob'));
  expect([bob.readyState, sources.get('bob')?.readyState]).toEqual(['ended', 'live']);
  expect(() => mix.trackFor('bob')).toThrow('not-found');
  const again = mix.add('bob', toneTrack(861, 0.1).track);
  await expect.poll(() => heard(ear)).toEqual(others('ada'));
  const second = new Ear(again);
  await expect.poll(() => heard(second)).toEqual(others('bob'));
});

test('a participant whose track ends leaves the mix, and the mix says who', async () => {
  const { mix, sources } = await openCall();
  const gone = new Promise((resolve) => mix.on('streamEnd', resolve));
  sources.get('eve')?.stop();
  expect(await gone).toEqual({ streamId: 'eve' });
  expect(mix.streamIds).toEqual(others('eve'));
});

test('a stream that is there already, one too many and a track that ended are refused', async () => {
  const { track } = toneTrack();
  const mix = await attachMix(new Map([['ada', track]]), MIX_MINUS, { maxStreams: 2 });
  onTestFinished(() => mix.close());
  expect(() => mix.add('ada', track)).toThrow('already-exists');
  mix.add('bob', track);
  expect(() => mix.add('eve', track)).toThrow('resource-exhausted');
  mix.remove('bob');
  track.stop();
  expect(() => mix.add('bob', track)).toThrow('invalid-argument');
});

test('closing ends all outputs and gives everything back', async () => {
  const { mix, sources } = await openCall();
  const outputs = mix.streamIds.map((id) => mix.trackFor(id));
  mix.close();
  expect(outputs.map(({ readyState }) => readyState)).toEqual(outputs.map(() => 'ended'));
  expect([...sources.values()].every(({ readyState }) => readyState === 'live')).toBe(true);
  expect(audioContextLeases()).toBe(0);
});
