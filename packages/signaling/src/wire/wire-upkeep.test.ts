import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import { BOB, CAPABILITIES, joinedChannel, offer, READY, scriptedWire } from './scripted-wire.ts';
import { WireChannel } from './wire-channel.ts';

describe('WireChannel, while nothing happens', () => {
  it('tells the server what arrived: soon, or at once when it is much, or along with a batch', async () => {
    const { clock, channel, stream, acks, sent } = await joinedChannel();
    const say = async (seq: number) => {
      const event = { type: 'peerLeft', peerId: toPeerId('x') } as const;
      stream(0).queue.push({ type: 'event', seq: BigInt(seq), event });
      await clock.advance(0);
    };
    await say(1);
    await say(2);
    expect(acks).toEqual([]);
    await clock.advance(300);
    expect(acks).toEqual([2n]);
    for (let seq = 3; seq <= 34; seq += 1) await say(seq);
    expect(acks).toEqual([2n, 34n]);
    await say(35);
    void channel.send(BOB, offer('x')).catch(() => {});
    await clock.advance(0);
    expect(sent(0).batch.ackedSeq).toBe(35n);
    await clock.advance(300);
    expect(acks).toEqual([2n, 34n]);
    await channel.close();
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('gives a sign of life every second heartbeat, while it is in touch', async () => {
    const { clock, channel, stream, acks } = await joinedChannel();
    for (let beat = 0; beat < 4; beat += 1) {
      await clock.advance(1_000);
      stream(0).queue.push({ type: 'heartbeat' });
      await clock.advance(0);
    }
    expect(acks).toEqual([0n, 0n]);
    await channel.close();
    await clock.advance(10_000);
    expect(acks).toEqual([0n, 0n]);
  });

  it('shows a token with each stream, and a newer one before that runs out', async () => {
    let count = 0;
    const getToken = async () => {
      count += 1;
      if (count === 3) throw new Error('no network');
      return `token ${count}`;
    };
    const script = await joinedChannel({ getToken, tokenLifeMs: 10_000 });
    const { clock, channel, streams, stream, renewals } = script;
    const live = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        streams.at(-1)?.queue.push({ type: 'heartbeat' });
        await clock.advance(1_000);
      }
    };
    expect(stream(0).bearer).toBe('token 1');
    await live(8_000);
    expect(renewals).toEqual(['token 2']);
    await live(8_000);
    expect(renewals).toEqual(['token 2']);
    await live(5_000);
    expect(renewals).toEqual(['token 2', 'token 4']);
    stream(0).queue.end();
    await clock.advance(200);
    expect(stream(1).bearer).toBe('token 4');
    // Out of touch it is not asked: it would have to be again.
    stream(1).queue.push({ ...READY, tokenExpiresInMs: 10_000 });
    await clock.advance(0);
    Object.assign(script, { isReachable: false });
    stream(1).queue.end();
    await clock.advance(60_000);
    expect(count).toBe(4);
    Object.assign(script, { isReachable: true });
    await clock.advance(1_500);
    expect(stream(2).bearer).toBe('token 5');
    await channel.close();
  });

  it('is refused entry when the application cannot give a token', async () => {
    const { wire } = scriptedWire();
    const getToken = () => Promise.reject(new Error('signed out'));
    const channel = new WireChannel(wire, { clock: new ManualClock(), getToken });
    const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
    await expect(join).rejects.toMatchObject({ code: 'unauthenticated', cause: { message: 'signed out' } });
  });

  it('hands on the STUN and TURN servers that come with the room, and newer ones', async () => {
    const clock = new ManualClock();
    const { wire, stream } = scriptedWire();
    const channel = new WireChannel(wire, { clock });
    const ice = { iceServers: [{ urls: ['turn:a'], username: 'u', credential: 'c' }], expiresInMs: 1_000 };
    const heard: unknown[] = [];
    channel.on('iceServers', (offer) => heard.push(offer));
    const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
    await clock.advance(0);
    stream(0).queue.push({ ...READY, ice });
    expect(await join).toMatchObject({ ice });
    stream(0).queue.push({ type: 'iceServers', ice: { ...ice, expiresInMs: 2_000 } });
    await clock.advance(0);
    expect(heard).toEqual([{ ...ice, expiresInMs: 2_000 }]);
    await channel.close();
  });
});
