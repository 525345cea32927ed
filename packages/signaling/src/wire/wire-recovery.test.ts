import { SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { BROKEN, forgottenChannel, joinedChannel, READY } from './scripted-wire.ts';

describe('WireChannel, on its way back', () => {
  it('asks for a sign of life, and looks for another way when none comes', async () => {
    const { clock, channel, streams, stream, states } = await joinedChannel();
    for (let beat = 0; beat < 10; beat += 1) {
      await clock.advance(3_900);
      stream(0).queue.push({ type: 'heartbeat' });
      await clock.advance(0);
    }
    expect(states).toEqual(['joining', 'joined']);
    await clock.advance(4_000);
    expect(channel.state).toMatchObject({
      kind: 'recovering',
      stage: 'resuming',
      attempt: 1,
      error: { code: 'unavailable' },
      breaker: { kind: 'closed', failures: 0 },
    });
    await clock.advance(200);
    expect(streams).toHaveLength(2);
    expect(stream(1).intent).toEqual({ type: 'resume', sessionToken: 't', lastSeq: 0n });
    stream(1).queue.push(READY);
    await clock.advance(0);
    expect(channel.state).toEqual({ kind: 'joined' });
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('looks for a server that does not answer twice a second at first, later more slowly, for as long as it takes', async () => {
    const script = await joinedChannel();
    const { clock, channel, stream } = script;
    script.isReachable = false;
    stream(0).queue.end(BROKEN);
    await clock.advance(60_000);
    expect(script.tries).toBeGreaterThanOrEqual(80);
    expect(script.tries).toBeLessThan(120);
    await clock.advance(60_000);
    const before = script.tries;
    await clock.advance(600_000);
    expect(script.tries - before).toBeGreaterThanOrEqual(119);
    expect(script.tries - before).toBeLessThan(180);
    expect(channel.state).toMatchObject({ kind: 'recovering', breaker: { kind: 'closed', failures: 0 } });
    script.isReachable = true;
    channel.retryNow();
    await clock.advance(1);
    expect(stream(1).intent).toMatchObject({ type: 'resume' });
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('starts another try while one hangs', async () => {
    const script = await joinedChannel();
    const { clock, channel, stream, streams } = script;
    const hanging: AbortSignal[] = [];
    let comesThrough = false;
    script.wire.reach = (signal) => {
      if (comesThrough) return Promise.resolve();
      hanging.push(signal);
      return new Promise(() => {});
    };
    stream(0).queue.end(BROKEN);
    await clock.advance(10_000);
    expect(hanging.length).toBeGreaterThanOrEqual(16);
    expect(hanging.filter(({ aborted }) => !aborted).length).toBeLessThan(6);
    comesThrough = true;
    await clock.advance(1_000);
    expect(streams).toHaveLength(2);
    expect(hanging.every(({ aborted }) => aborted)).toBe(true);
    await channel.close();
  });

  it('leaves a server alone that answers with errors, and asks when it is told to, but not before the server wants it', async () => {
    const policy = { maxRetries: 3, initialMs: 1_000, maxMs: 30_000, multiplier: 2 };
    const script = await forgottenChannel({ policy });
    const { clock, channel, stream, streams } = script;
    const busy = new SdkError('unavailable', 'too busy');
    stream(2).queue.end(busy);
    await clock.advance(0);
    expect(channel.state).toMatchObject({ stage: 'rejoining', breaker: { kind: 'closed', failures: 1 } });
    expect(streams).toHaveLength(3);
    await clock.advance(1_250);
    stream(3).queue.end(busy);
    await clock.advance(2_500);
    stream(4).queue.end(busy);
    await clock.advance(29_999);
    expect(streams).toHaveLength(5);
    expect(channel.state).toMatchObject({ error: busy, breaker: { kind: 'open', error: busy } });
    await clock.advance(1);
    expect(channel.state).toMatchObject({ breaker: { kind: 'half-open' } });
    stream(5).queue.end(busy);
    await clock.advance(0);
    channel.suspect();
    await clock.advance(1_000);
    expect(streams).toHaveLength(6);
    channel.retryNow();
    await clock.advance(0);
    stream(6).queue.end(new SdkError('resource-exhausted', 'too many joins', { retryAfterMs: 7_000 }));
    await clock.advance(0);
    channel.retryNow();
    await clock.advance(6_999);
    expect(streams).toHaveLength(7);
    await clock.advance(1);
    stream(7).queue.push(READY);
    await clock.advance(0);
    expect(channel.state).toEqual({ kind: 'joined' });
    expect(script.rejoined).toHaveLength(1);
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('does not run in circles where each stream breaks as soon as it is open', async () => {
    const { clock, channel, stream, streams } = await joinedChannel();
    stream(0).queue.end(BROKEN);
    for (let passed = 0; passed < 60_000; passed += 100) {
      await clock.advance(100);
      streams.at(-1)?.queue.push(READY);
      streams.at(-1)?.queue.end(new SdkError('data-loss', 'nonsense'));
    }
    expect(streams.length).toBeLessThan(12);
    expect(channel.state).toMatchObject({ kind: 'recovering', breaker: { kind: 'open' } });
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('hands on the servers that it finds when it comes back', async () => {
    const { clock, channel, stream } = await joinedChannel();
    const heard: unknown[] = [];
    channel.on('iceServers', (offer) => heard.push(offer));
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    const ice = { iceServers: [{ urls: ['turn:a'] }], expiresInMs: 5_000 };
    stream(1).queue.push({ ...READY, ice });
    await clock.advance(0);
    expect(heard).toEqual([ice]);
    await channel.close();
  });
});
