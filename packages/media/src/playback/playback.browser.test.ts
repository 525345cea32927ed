import { ManualClock } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { audioContextLeases, createPaintedTrack, createToneTrack, type TestTrack } from '../testing.ts';
import { Playback } from './playback.ts';
import { isPlaybackBlocked, isPlayed, onPlaybackBlocked, playbackCount, unlockPlayback } from './playbacks.ts';

const open: { close(): void }[] = [];
const own = <T extends { close(): void }>(thing: T): T => {
  open.push(thing);
  return thing;
};
const tone = (): TestTrack => own(createToneTrack({ frequencyHz: 440 }));
const streamOf = (...tracks: TestTrack[]) => new MediaStream(tracks.map(({ track }) => track));
const audio = () => document.createElement('audio');
const video = () => document.createElement('video');

/** Lets the browser refuse an element its sound until `allow` is called, as it does before the first gesture. */
function forbidSound(element: HTMLMediaElement): { allow(): void } {
  const real = element.play.bind(element);
  const play = vi.spyOn(element, 'play').mockImplementation(async () => {
    if (!element.muted) throw new DOMException('no gesture', 'NotAllowedError');
    await real();
  });
  return { allow: () => play.mockImplementation(real) };
}

afterEach(() => {
  for (const thing of open.splice(0).reverse()) thing.close();
  vi.restoreAllMocks();
  expect(playbackCount()).toBe(0);
  expect(audioContextLeases()).toBe(0);
});

describe('Playback', () => {
  it('plays what it is given and knows that it does', async () => {
    const sound = tone();
    const playback = own(new Playback(audio()));
    expect(playback.state.kind).toBe('idle');
    playback.play(streamOf(sound));
    await expect.poll(() => playback.state.kind).toBe('playing');
    expect(isPlayed(sound.track)).toBe(true);
    expect(isPlaybackBlocked()).toBe(false);
  });

  it('says that it was paused by something else, and goes on when the page is seen again', async () => {
    const playback = own(new Playback(audio()));
    playback.play(streamOf(tone()));
    await expect.poll(() => playback.state.kind).toBe('playing');
    playback.element.pause();
    await expect.poll(() => playback.state.kind).toBe('paused');
    document.dispatchEvent(new Event('visibilitychange'));
    await expect.poll(() => playback.state.kind).toBe('playing');
  });

  it('says failed for an element that cannot play', async () => {
    const element = audio();
    vi.spyOn(element, 'play').mockRejectedValue(new DOMException('broken', 'NotSupportedError'));
    const playback = own(new Playback(element));
    playback.play(streamOf(tone()));
    await expect.poll(() => playback.state).toMatchObject({ kind: 'failed', error: { code: 'unavailable' } });
  });

  it('rests when there is nothing to play any more', async () => {
    const playback = own(new Playback(audio()));
    playback.play(streamOf(tone()));
    await expect.poll(() => playback.state.kind).toBe('playing');
    playback.play(undefined);
    expect(playback.state.kind).toBe('idle');
    expect(playback.element.srcObject).toBeNull();
  });

  it('lets go of the element and the page, and leaves the track alone', () => {
    const sound = tone();
    const playback = own(new Playback(audio()));
    playback.play(streamOf(sound));
    playback.close();
    playback.close();
    expect(playback.element.srcObject).toBeNull();
    expect(playback.element.paused).toBe(true);
    expect(sound.track.readyState).toBe('live');
    expect(playback.listenerCount()).toBe(0);
    playback.play(streamOf(sound));
    expect(playback.element.srcObject).toBeNull();
  });
});

describe('a browser that holds sound back', () => {
  it('is unlocked for all elements of the page at once', async () => {
    const changes: boolean[] = [];
    const undo = onPlaybackBlocked((blocked) => changes.push(blocked));
    const playbacks = [own(new Playback(audio())), own(new Playback(audio()))];
    const gates = playbacks.map(({ element }) => forbidSound(element));
    for (const playback of playbacks) playback.play(streamOf(tone()));
    await expect.poll(() => playbacks.map(({ state }) => state.kind)).toEqual(['blocked', 'blocked']);
    expect(await unlockPlayback()).toBe(false);
    for (const gate of gates) gate.allow();
    expect(await unlockPlayback()).toBe(true);
    expect(playbacks.map(({ state }) => state.kind)).toEqual(['playing', 'playing']);
    expect(changes).toEqual([false, true, false]);
    undo();
  });

  it('shows the picture without its sound until then', async () => {
    const playback = own(new Playback(video()));
    const gate = forbidSound(playback.element);
    playback.play(streamOf(tone(), own(createPaintedTrack({ color: 'teal' }))));
    await expect.poll(() => playback.state.kind).toBe('blocked');
    await expect.poll(() => playback.element.paused).toBe(false);
    expect(playback.element.muted).toBe(true);
    gate.allow();
    expect(await unlockPlayback()).toBe(true);
    expect(playback.element.muted).toBe(false);
    expect(playback.state.kind).toBe('playing');
  });

  it('does not keep the unlocking waiting for an element that never answers', async () => {
    const playback = own(new Playback(audio()));
    forbidSound(playback.element);
    playback.play(streamOf(tone()));
    await expect.poll(() => playback.state.kind).toBe('blocked');
    vi.spyOn(playback.element, 'play').mockReturnValue(new Promise(() => {}));
    const clock = new ManualClock();
    const unlocked = unlockPlayback({ timeoutMs: 500, clock });
    await clock.advance(500);
    expect(await unlocked).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('is blocked no more when the blocked element is closed', async () => {
    const playback = own(new Playback(audio()));
    forbidSound(playback.element);
    playback.play(streamOf(tone()));
    await expect.poll(isPlaybackBlocked).toBe(true);
    const changes: boolean[] = [];
    const undo = onPlaybackBlocked((blocked) => changes.push(blocked));
    playback.close();
    expect(changes).toEqual([true, false]);
    undo();
  });
});

describe('setSpeaker', () => {
  it('sends the sound to a speaker that is there', async () => {
    const playback = own(new Playback(audio()));
    const devices = await navigator.mediaDevices.enumerateDevices();
    const speaker = devices.findLast(({ kind }) => kind === 'audiooutput');
    await playback.setSpeaker(speaker?.deviceId ?? '');
    expect(playback.element.sinkId).toBe(speaker?.deviceId);
    await playback.setSpeaker('');
    expect(playback.element.sinkId).toBe('');
  });

  it('says not-found for one that is gone', async () => {
    const playback = own(new Playback(audio()));
    await expect(playback.setSpeaker('no-such-speaker')).rejects.toMatchObject({ code: 'not-found' });
  });
});
