import { ManualClock } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Playback } from '../playback/playback.ts';
import { leaseAudioContext } from '../shared-audio-context.ts';
import { audioContextLeases, createPaintedTrack, createToneTrack, type TestTrack, tickListeners } from '../testing.ts';
import { RemoteAudioWatch } from './remote-audio-watch.ts';
import { SilentMicrophone } from './silent-microphone.ts';
import { SpeakingWhileMuted } from './speaking-while-muted.ts';

const open: { close(): void }[] = [];
const own = <T extends { close(): void }>(thing: T): T => {
  open.push(thing);
  return thing;
};
const tone = (amplitude = 0.5): TestTrack => own(createToneTrack({ frequencyHz: 440, amplitude }));
const SLOW = { timeout: 5_000 };

afterEach(() => {
  vi.restoreAllMocks();
  for (const thing of open.splice(0).reverse()) thing.close();
  expect(audioContextLeases()).toBe(0);
  expect(tickListeners()).toBe(0);
});

describe('SpeakingWhileMuted', () => {
  /** Clones that were made of a track. */
  function clonesOf(track: MediaStreamTrack): MediaStreamTrack[] {
    const clones: MediaStreamTrack[] = [];
    const real = track.clone.bind(track);
    vi.spyOn(track, 'clone').mockImplementation(() => {
      const clone = real();
      clones.push(clone);
      return clone;
    });
    return clones;
  }

  it('hears somebody speak into a muted microphone, and stops hearing at unmuting', async () => {
    const { track } = tone();
    const clones = clonesOf(track);
    const detector = own(new SpeakingWhileMuted(track, { attackMs: 100 }));
    const changes: boolean[] = [];
    detector.on('speakingChange', (speaking) => changes.push(speaking));
    track.enabled = false;
    await expect.poll(() => detector.speaking, SLOW).toBe(true);
    expect([track.enabled, clones.length]).toEqual([false, 1]);
    track.enabled = true;
    await expect.poll(() => changes).toEqual([true, false]);
    expect(clones.map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  it('makes no clone of a microphone that is not muted, and none that outlives it', async () => {
    const { track } = tone();
    const clones = clonesOf(track);
    const detector = own(new SpeakingWhileMuted(track));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(clones).toEqual([]);
    track.enabled = false;
    await expect.poll(() => clones.length).toBe(1);
    track.stop();
    await expect.poll(() => clones[0]?.readyState).toBe('ended');
    detector.close();
    detector.close();
    expect(detector.listenerCount()).toBe(0);
  });

  it('lets go of the clone at its end, and of everything when the track cannot be measured', async () => {
    const { track } = tone();
    track.enabled = false;
    const clones = clonesOf(track);
    const detector = new SpeakingWhileMuted(track);
    expect(clones.map(({ readyState, enabled }) => [readyState, enabled])).toEqual([['live', true]]);
    detector.close();
    expect(clones[0]?.readyState).toBe('ended');
    const picture = own(createPaintedTrack({ color: 'teal' }));
    expect(() => new SpeakingWhileMuted(picture.track)).toThrowError(/invalid-argument/);
  });

  it('stops the clone and tries no more when that cannot be measured', async () => {
    const { track } = tone();
    const clones = clonesOf(track);
    own(new SpeakingWhileMuted(track));
    vi.spyOn(AudioContext.prototype, 'createMediaStreamSource').mockImplementation(() => {
      throw new DOMException('other sample rate', 'NotSupportedError');
    });
    track.enabled = false;
    await expect.poll(() => clones.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(clones.map(({ readyState }) => readyState)).toEqual(['ended']);
    expect(tickListeners()).toBe(0);
  });
});

describe('SilentMicrophone', () => {
  it('notices that there is no sound at all, and that there is some again', async () => {
    const { context, release } = leaseAudioContext();
    own({ close: release });
    const source = new ConstantSourceNode(context, { offset: 0 });
    const destination = new MediaStreamAudioDestinationNode(context);
    source.connect(destination);
    source.start();
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error('no track');
    own({ close: () => track.stop() });
    const detector = own(new SilentMicrophone(track, { afterMs: 200 }));
    const heard: string[] = [];
    detector.on('silent', () => heard.push('silent'));
    detector.on('sound', () => heard.push('sound'));
    await expect.poll(() => detector.silent, SLOW).toBe(true);
    source.offset.value = 0.2;
    await expect.poll(() => heard, SLOW).toEqual(['silent', 'sound']);
    source.stop();
  });

  it('says nothing of a microphone that is muted, nor while the browser measures nothing', async () => {
    const { track } = tone();
    const { context, release } = leaseAudioContext();
    own({ close: release });
    const detector = own(new SilentMicrophone(track, { afterMs: 100 }));
    track.enabled = false;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(detector.silent).toBe(false);
    track.enabled = true;
    await context.suspend();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(detector.silent).toBe(false);
    await context.resume();
  });
});

describe('RemoteAudioWatch', () => {
  function setUp() {
    const clock = new ManualClock();
    const watch = own(new RemoteAudioWatch({ afterMs: 3_000, clock }));
    own({
      close: () => {
        watch.close();
        expect([clock.pending, watch.listenerCount()]).toEqual([0, 0]);
      },
    });
    const heard: string[] = [];
    watch.on('unheard', () => heard.push('unheard'));
    watch.on('heard', () => heard.push('heard'));
    return { clock, watch, heard };
  }

  it('watches nothing that comes after it was closed, and a track until the last who wants it watched does not', async () => {
    const { clock, watch, heard } = setUp();
    const { track } = tone();
    const [first, second] = [watch.watch(track), watch.watch(track)];
    first();
    first();
    await clock.advance(4_000);
    expect(heard).toEqual(['unheard']);
    second();
    expect(clock.pending).toBe(0);
    watch.close();
    watch.watch(track);
    expect(clock.pending).toBe(0);
  });

  it('tells once of sound that goes to no element, and when it does', async () => {
    const { clock, watch, heard } = setUp();
    const { track } = tone();
    watch.watch(track);
    await clock.advance(2_000);
    expect(heard).toEqual([]);
    await clock.advance(10_000);
    expect([heard, watch.unheard]).toEqual([['unheard'], [track]]);
    const playback = own(new Playback(document.createElement('audio')));
    playback.play(new MediaStream([track]));
    await expect.poll(() => playback.state.kind).toBe('playing');
    await clock.advance(1_000);
    expect([heard, watch.unheard]).toEqual([['unheard', 'heard'], []]);
    playback.element.muted = true;
    await clock.advance(4_000);
    expect(heard).toEqual(['unheard', 'heard', 'unheard']);
  });

  it('knows elements of the document that nobody told it of', async () => {
    const { clock, watch, heard } = setUp();
    const { track } = tone();
    const element = document.createElement('audio');
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
    own({ close: () => element.remove() });
    await element.play();
    watch.watch(track);
    await clock.advance(10_000);
    expect(heard).toEqual([]);
  });

  it('forgets a track that ended or is not watched any more, and its timer with the last', async () => {
    const { clock, watch, heard } = setUp();
    const [first, second] = [tone(), tone()];
    const undo = watch.watch(first.track);
    watch.watch(second.track);
    undo();
    second.track.stop();
    await clock.advance(10_000);
    expect([heard, clock.pending]).toEqual([[], 0]);
  });
});
