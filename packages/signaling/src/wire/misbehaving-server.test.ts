import { ManualClock, SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import type { JoinResult } from '../signaling-channel.ts';
import {
  BOB,
  BROKEN,
  CAPABILITIES,
  forgottenChannel,
  joinedChannel,
  offer,
  READY,
  scriptedWire,
} from './scripted-wire.ts';
import { WireChannel } from './wire-channel.ts';

const info = (name: string) => ({
  id: toPeerId(name),
  displayName: name,
  capabilities: CAPABILITIES,
  metadata: {},
  presence: 'available' as const,
});

describe('WireChannel, with a server that misbehaves', () => {
  it.each([1e12, Number.POSITIVE_INFINITY])('is not sent away for ever by a wait of %s ms', async (retryAfterMs) => {
    const { clock, channel, stream, streams } = await forgottenChannel();
    stream(2).queue.end(new SdkError('unavailable', 'go away', { retryAfterMs }));
    await clock.advance(599_000);
    expect(streams).toHaveLength(3);
    await clock.advance(2_000);
    expect(streams).toHaveLength(4);
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('does not show one token after the other where each is said to run out at once', async () => {
    let count = 0;
    const getToken = () => {
      count += 1;
      return `token ${count}`;
    };
    const { clock, channel, stream } = await joinedChannel({ getToken, tokenLifeMs: 1 });
    for (let passed = 0; passed < 60_000; passed += 1_000) {
      stream(0).queue.push({ type: 'heartbeat' });
      await clock.advance(1_000);
    }
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThan(65);
    await channel.close();
  });

  it('leaves no timer of a renewal that was not answered while the stream was taken up anew', async () => {
    const script = await joinedChannel({ getToken: () => 'token', tokenLifeMs: 10_000 });
    const { clock, channel, stream } = script;
    script.wire.renew = () => new Promise(() => {});
    const beat = async (index: number, ms: number) => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        stream(index).queue.push({ type: 'heartbeat' });
        await clock.advance(1_000);
      }
    };
    await beat(0, 9_000);
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    stream(1).queue.push({ ...READY, tokenExpiresInMs: 3_600_000 });
    await beat(1, 11_000);
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('tells soon what arrived, although it could not when that was due', async () => {
    const { clock, channel, stream, acks } = await joinedChannel();
    const say = (index: number, seq: bigint) =>
      stream(index).queue.push({ type: 'event', seq, event: { type: 'peerLeft', peerId: BOB } });
    say(0, 1n);
    await clock.advance(250);
    stream(0).queue.end(BROKEN);
    await clock.advance(150);
    expect(acks).toEqual([]);
    stream(1).queue.push(READY);
    await clock.advance(0);
    say(1, 2n);
    await clock.advance(300);
    expect(acks).toEqual([2n]);
    await channel.close();
  });

  it('tells soon what arrived while a batch was under way', async () => {
    const { clock, channel, stream, acks, sent } = await joinedChannel();
    const sending = channel.send(BOB, offer('x'));
    await clock.advance(0);
    stream(0).queue.push({ type: 'event', seq: 1n, event: { type: 'peerLeft', peerId: toPeerId('cem') } });
    await clock.advance(0);
    sent(0).settle([{ ok: true }]);
    await sending;
    await clock.advance(300);
    expect(acks).toEqual([1n]);
    await channel.close();
  });

  it('hears nothing and leaves nothing behind when it is closed while it enters anew', async () => {
    const { clock, channel, stream } = await joinedChannel({ answersGoodbye: false });
    stream(0).queue.push({ type: 'event', seq: 1n, event: { type: 'peerJoined', peer: info('bob') } });
    await clock.advance(0);
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    stream(1).queue.end(new SdkError('unauthenticated', 'no stay has this session token'));
    await clock.advance(0);
    const closing = channel.close();
    stream(2).queue.push(READY);
    stream(2).queue.push({ type: 'event', seq: 1n, event: { type: 'peerLeft', peerId: BOB } });
    await clock.advance(1_000);
    await closing;
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('ends a join at once when it is closed, whatever the join waits for', async () => {
    const clock = new ManualClock();
    const { wire } = scriptedWire();
    // As of a connection that was closed: its offer never comes (W3C WebRTC §4.4.1.1).
    wire.open = async function* ({ type }) {
      yield await new Promise<never>(() => {});
      throw new Error(type);
    };
    const channel = new WireChannel(wire, { clock });
    const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
    const ended = expect(join).rejects.toMatchObject({ code: 'cancelled' });
    await clock.advance(0);
    await channel.close();
    await ended;
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('meets neither itself nor anybody twice', async () => {
    const clock = new ManualClock();
    const { wire, stream } = scriptedWire();
    const channel = new WireChannel(wire, { clock });
    const heard: unknown[] = [];
    channel.on('peerJoined', (peer) => heard.push(peer.id));
    channel.on('peerLeft', (id) => heard.push(id));
    channel.on('dismissed', (id) => heard.push(id));
    channel.on('peerUpdated', (peer) => heard.push(peer.id));
    channel.on('signal', ({ from }) => heard.push(from));
    const rejoined: JoinResult[] = [];
    channel.on('rejoined', (result) => rejoined.push(result));
    const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
    await clock.advance(0);
    const ada = info('ada');
    const peers = [ada, info('bob'), info('bob'), ada];
    stream(0).queue.push({ ...READY, peers, offered: ada.id });
    expect(await join).toEqual({ peers: [info('bob')], offered: undefined, ice: undefined });
    const events = [
      { type: 'peerJoined', peer: ada },
      { type: 'peerUpdated', peer: ada },
      { type: 'signal', signal: { from: ada.id, signal: offer('own') } },
      { type: 'dismissed', peerId: ada.id },
      { type: 'peerLeft', peerId: ada.id },
    ] as const;
    for (const event of events) stream(0).queue.push({ type: 'event', seq: 0n, event });
    stream(0).queue.push({ type: 'event', seq: 0n, event: { type: 'peerLeft', peerId: BOB } });
    await clock.advance(0);
    expect(heard).toEqual(['bob']);
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    stream(1).queue.end(new SdkError('not-found', 'no such stay'));
    await clock.advance(0);
    stream(2).queue.push({ ...READY, peers });
    await clock.advance(0);
    expect(rejoined).toMatchObject([{ peers: [{ id: 'bob' }] }]);
    await channel.close();
  });

  it('keeps what is for who was there before the first of several restarts, and says its presence once', async () => {
    const { clock, channel, stream, streams, batches, sent } = await joinedChannel();
    stream(0).queue.push({ type: 'event', seq: 1n, event: { type: 'peerJoined', peer: info('bob') } });
    const update = channel.update({ presence: 'away' });
    await clock.advance(0);
    sent(0).settle([{ ok: true }]);
    await update;
    const restart = async () => {
      streams.at(-1)?.queue.end(BROKEN);
      while (streams.at(-1)?.intent.type !== 'resume') await clock.advance(100);
      streams.at(-1)?.queue.end(new SdkError('unauthenticated', 'no stay has this session token'));
      await clock.advance(0);
      streams.at(-1)?.queue.push(READY);
      await clock.advance(1_000);
    };
    await restart();
    const sending = channel.send(BOB, offer('x'));
    await restart();
    await restart();
    const present = () => batches.flatMap(({ batch }) => batch.requests.map(({ type }) => type)).slice(1);
    expect(present()).toEqual(['update', 'update', 'update']);
    sent(batches.length - 1).settle([{ ok: true }]);
    await clock.advance(0);
    expect(present()).toHaveLength(3);
    const event = { type: 'peerJoined', peer: info('bob') } as const;
    streams.at(-1)?.queue.push({ type: 'event', seq: 1n, event });
    await clock.advance(0);
    expect(sent(batches.length - 1).batch.requests).toMatchObject([{ type: 'signal', to: 'bob' }]);
    sent(batches.length - 1).settle([{ ok: true }]);
    await sending;
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('may be told to try again by who hears that it waits', async () => {
    const { clock, channel, stream, streams } = await joinedChannel();
    let states = 0;
    channel.on('stateChange', ({ kind }) => {
      if (kind !== 'recovering') return;
      states += 1;
      if (states < 500) channel.retryNow();
    });
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    stream(1).queue.end(new SdkError('resource-exhausted', 'too many', { retryAfterMs: 7_000 }));
    await clock.advance(6_999);
    expect(streams).toHaveLength(2);
    await clock.advance(1);
    expect(streams).toHaveLength(3);
    expect(states).toBeLessThan(10);
    await channel.close();
  });
});
