import { afterEach, describe, expect, it, vi } from 'vitest';
import { SILENCE_DBFS } from './level.ts';
import { LevelMeter } from './level-meter.ts';
import { audioContextLeases, createPaintedTrack, createToneTrack, type TestTrack, tickListeners } from './testing.ts';

const open: { close(): void }[] = [];
const own = <T extends { close(): void }>(thing: T): T => {
  open.push(thing);
  return thing;
};
const tone = (amplitude: number): TestTrack => own(createToneTrack({ frequencyHz: 440, amplitude }));

afterEach(() => {
  for (const thing of open.splice(0)) thing.close();
  expect(audioContextLeases()).toBe(0);
  expect(tickListeners()).toBe(0);
});

describe('LevelMeter', () => {
  it('measures a sine 3 dB under its peak and takes it for speech', async () => {
    const meter = own(new LevelMeter(tone(0.5).track));
    await expect.poll(() => meter.dbfs, { timeout: 5000 }).toBeCloseTo(20 * Math.log10(0.5) - 3.01, 0);
    await expect.poll(() => meter.speaking).toBe(true);
  });

  it('says silence for a track that is switched off, and that speech has ended', async () => {
    const { track } = tone(0.5);
    const meter = own(new LevelMeter(track, { releaseMs: 100 }));
    const changes: boolean[] = [];
    meter.on('speakingChange', (speaking) => changes.push(speaking));
    await expect.poll(() => meter.speaking, { timeout: 5000 }).toBe(true);
    track.enabled = false;
    await expect.poll(() => meter.dbfs).toBe(SILENCE_DBFS);
    await expect.poll(() => changes).toEqual([true, false]);
  });

  it('says unavailable where the browser gives no audio context', async () => {
    const context = new AudioContext();
    const [track] = new MediaStreamAudioDestinationNode(context).stream.getAudioTracks();
    const refused = new DOMException('too many', 'NotSupportedError');
    vi.stubGlobal('AudioContext', function AudioContext() {
      throw refused;
    });
    const measure = () => track && new LevelMeter(track);
    expect(measure).toThrow(expect.objectContaining({ code: 'unavailable', cause: refused }));
    vi.unstubAllGlobals();
    await context.close();
  });

  it('shares one context and one timer, and leaves nothing behind the last', async () => {
    const { track } = tone(0.5);
    const first = new LevelMeter(track);
    const second = new LevelMeter(track);
    expect(audioContextLeases()).toBe(3);
    expect(tickListeners()).toBe(2);
    let calls = 0;
    first.on('level', () => {
      calls += 1;
    });
    first.close();
    first.close();
    second.close();
    expect(audioContextLeases()).toBe(1);
    expect(tickListeners()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(calls).toBe(0);
    expect(first.listenerCount()).toBe(0);
    expect(track.readyState).toBe('live');
  });

  it('refuses a track of pictures', () => {
    const { track } = own(createPaintedTrack({ color: 'teal' }));
    expect(() => new LevelMeter(track)).toThrowError(/invalid-argument/);
  });
});
