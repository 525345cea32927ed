import { type AsyncQueue, ManualClock, SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import { BOB, CAPABILITIES, joinedChannel, offer, READY, scriptedWire } from './scripted-wire.ts';
import type { StreamMessage } from './wire.ts';
import { WireChannel } from './wire-channel.ts';

describe('WireChannel', () => {
  it('gives up entering when the server says nothing, and lets go', async () => {
    const clock = new ManualClock();
    const { wire } = scriptedWire();
    const channel = new WireChannel(wire, { clock });
    const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES }, { timeoutMs: 500 });
    const outcome = expect(join).rejects.toMatchObject({ code: 'deadline-exceeded' });
    await clock.advance(500);
    await outcome;
    expect(channel.state).toMatchObject({ kind: 'closed', error: { code: 'deadline-exceeded' } });
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('asks for what it has not seen, and lets nothing through twice', async () => {
    const { clock, channel, stream } = await joinedChannel();
    const left: string[] = [];
    channel.on('peerLeft', (id) => left.push(id));
    const say = (queue: AsyncQueue<StreamMessage>, seq: bigint, id: string) =>
      queue.push({ type: 'event', seq, event: { type: 'peerLeft', peerId: toPeerId(id) } });
    say(stream(0).queue, 1n, 'a');
    say(stream(0).queue, 2n, 'b');
    stream(0).queue.end();
    await clock.advance(200);
    expect(stream(1).intent).toMatchObject({ type: 'resume', lastSeq: 2n });
    stream(1).queue.push(READY);
    say(stream(1).queue, 2n, 'b');
    say(stream(1).queue, 3n, 'c');
    await clock.advance(0);
    expect(left).toEqual(['a', 'b', 'c']);
    await channel.close();
  });

  it('sends one batch at a time, in order, and repeats one that was lost under the same numbers', async () => {
    const { clock, channel, batches, sent } = await joinedChannel();
    const sends = [channel.send(BOB, offer('1'))];
    await clock.advance(0);
    sends.push(channel.send(BOB, offer('2')), channel.send(BOB, offer('3')));
    await clock.advance(0);
    expect(batches).toHaveLength(1);
    expect(sent(0).batch).toMatchObject({ firstSeq: 1n, requests: [{ signal: { sdp: '1' } }] });
    sent(0).fail(new SdkError('unavailable', 'connection reset'));
    await clock.advance(200);
    expect(sent(1).batch).toEqual(sent(0).batch);
    sent(1).settle([{ ok: true }]);
    await clock.advance(0);
    expect(sent(2).batch).toMatchObject({
      firstSeq: 2n,
      requests: [{ signal: { sdp: '2' } }, { signal: { sdp: '3' } }],
    });
    const refused = new SdkError('not-found', 'no bob');
    sent(2).settle([{ ok: false, error: refused }, { ok: true }]);
    const outcomes = await Promise.allSettled(sends);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await channel.close();
  });

  it('splits what is too much for one message', async () => {
    const { clock, channel, sent } = await joinedChannel();
    const long = 'x'.repeat(60_000);
    const sends = [1, 2, 3].map(() => channel.send(BOB, offer(long)));
    await clock.advance(0);
    expect(sent(0).batch.requests).toHaveLength(2);
    sent(0).settle([{ ok: true }, { ok: true }]);
    await clock.advance(0);
    sent(1).settle([{ ok: true }]);
    await Promise.all(sends);
    await channel.close();
  });

  it('sends again, under the same numbers, what was on a way that died with the stream', async () => {
    const { clock, channel, stream, batches, sent } = await joinedChannel();
    const sending = channel.send(BOB, offer('1'), { timeoutMs: 60_000 });
    await clock.advance(0);
    stream(0).queue.end();
    await clock.advance(200);
    stream(1).queue.push(READY);
    await clock.advance(200);
    expect(batches).toHaveLength(2);
    expect(sent(1).batch).toEqual(sent(0).batch);
    sent(1).settle([{ ok: true }]);
    await sending;
    await channel.close();
  });

  it('does not believe times that would make it flood the server, or never notice its silence', async () => {
    for (const heartbeatIntervalMs of [0, 1e12, Number.NaN]) {
      const clock = new ManualClock();
      const { wire, stream, streams } = scriptedWire();
      const channel = new WireChannel(wire, { clock });
      const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
      await clock.advance(0);
      stream(0).queue.push({ ...READY, heartbeatIntervalMs });
      await join;
      await clock.advance(700);
      expect(streams).toHaveLength(1);
      await clock.advance(200_000);
      expect(channel.state.kind).not.toBe('joined');
      await channel.close();
    }
  });

  it('settles a join that is closed over', async () => {
    const { wire } = scriptedWire();
    const channel = new WireChannel(wire, { clock: new ManualClock() });
    const join = channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
    const outcome = expect(join).rejects.toMatchObject({ code: 'cancelled' });
    await channel.close();
    await outcome;
  });

  it('keeps a deadline for each request and forgets one that was given up', async () => {
    const { clock, channel, batches, sent } = await joinedChannel();
    const first = channel.send(BOB, offer('1'), { timeoutMs: 10_000 });
    const second = channel.send(BOB, offer('2'), { timeoutMs: 50 });
    const outcome = expect(second).rejects.toMatchObject({ code: 'deadline-exceeded' });
    await clock.advance(50);
    await outcome;
    sent(0).settle([{ ok: true }]);
    await first;
    await clock.advance(1_000);
    expect(batches).toHaveLength(1);
    await channel.close();
  });

  it('says goodbye on close and leaves no timer, even if nobody answers', async () => {
    const { clock, channel, sent, batches } = await joinedChannel({ answersGoodbye: false });
    const waits = expect(channel.send(BOB, offer('1'))).rejects.toMatchObject({ code: 'cancelled' });
    await clock.advance(0);
    const closed = channel.close();
    await clock.advance(0);
    expect(sent(batches.length - 1).batch.requests).toEqual([{ type: 'leave', peerId: 'ada' }]);
    await clock.advance(1_000);
    await closed;
    await waits;
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
    expect(channel.state).toEqual({ kind: 'closed' });
  });
});
