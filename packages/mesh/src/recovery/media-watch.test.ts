import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { MediaWatch } from './media-watch.ts';

/** A connection that receives a packet every 20 ms until it is told otherwise. */
function setUp() {
  const clock = new ManualClock();
  const media = { isFlowing: true, timestamp: 0 };
  const connection = {
    getReceivers: () => [
      {
        getSynchronizationSources: () => {
          if (media.isFlowing) media.timestamp = Math.floor(clock.now() / 20) * 20;
          return media.timestamp ? [{ timestamp: media.timestamp }] : [];
        },
      },
    ],
  } as unknown as RTCPeerConnection;
  const stalls: number[] = [];
  const returns: number[] = [];
  const watch = new MediaWatch(connection, clock, {
    stall: () => stalls.push(clock.now()),
    return: () => returns.push(clock.now()),
  });
  return { clock, media, stalls, returns, watch };
}

describe('MediaWatch', () => {
  it('says once that nothing arrives any more, within half a second', async () => {
    const { clock, media, stalls } = setUp();
    await clock.advance(10_000);
    expect(stalls).toEqual([]);
    media.isFlowing = false;
    await clock.advance(60_000);
    expect(stalls).toEqual([10_400]);
  });

  it('says when something arrives again, and when that stops, too', async () => {
    const { clock, media, stalls, returns } = setUp();
    await clock.advance(1_000);
    for (const isFlowing of [false, true, false]) {
      media.isFlowing = isFlowing;
      await clock.advance(5_000);
    }
    expect(stalls).toHaveLength(2);
    expect(returns).toEqual([6_100]);
  });

  it('says nothing where nothing ever arrived, and leaves no timer', async () => {
    const { clock, media, stalls, watch } = setUp();
    media.isFlowing = false;
    await clock.advance(10_000);
    expect(stalls).toEqual([]);
    watch.close();
    expect(clock.pending).toBe(0);
  });
});
