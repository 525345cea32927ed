import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { FakeRoom, fakeSender } from './fake-room.ts';
import { Quality } from './quality.ts';

describe('Quality', () => {
  it('measures, tells what it measured and what it allows', async () => {
    const clock = new ManualClock();
    const source = new FakeRoom();
    const bob = source.enter('bob');
    bob.senders = [fakeSender('video', '0')];
    bob.stats = [{ id: 'r', type: 'remote-inbound-rtp', kind: 'video', roundTripTime: 0.15, ssrc: 1 }];
    const quality = new Quality({ source, clock, options: { cores: 8, isHidden: () => false } });
    const scores: number[] = [];
    quality.on('metrics', ({ metrics }) => scores.push(metrics.qualityScore));
    const heard: string[] = [];
    quality.on('limits', ({ peerId, limits }) => heard.push(`${peerId} ${limits.length}`));
    await clock.advance(2_000);
    expect(scores).toEqual([95, 95]);
    expect(heard).toEqual(['bob 1']);
    expect(quality.metricsOf('bob')).toMatchObject({ latencyMs: 150, qualityScore: 95, isAcceptable: true });
    expect([quality.tierOf('bob'), quality.limitsOf('bob').length]).toEqual(['medium', 1]);
    expect([quality.metricsOf('cem'), quality.tierOf('cem'), quality.limitsOf('cem')]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    quality.close();
  });

  it('leaves no timers and no listeners', async () => {
    const clock = new ManualClock();
    const source = new FakeRoom();
    const bob = source.enter('bob');
    const quality = new Quality({ source, clock });
    await clock.advance(1_500);
    quality.close();
    quality.close();
    expect([clock.pending, source.listenerCount(), bob.listening, quality.listenerCount()]).toEqual([0, 0, 0, 0]);
  });

  it('watches nothing any more when it is closed', () => {
    const quality = new Quality({ source: new FakeRoom(), clock: new ManualClock() });
    quality.close();
    expect(() => quality.observeView({} as HTMLVideoElement)()).not.toThrow();
  });
});
