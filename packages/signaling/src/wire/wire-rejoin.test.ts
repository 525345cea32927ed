import { SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import type { JoinResult } from '../signaling-channel.ts';
import { BOB, BROKEN, forgottenChannel, joinedChannel, offer, READY, UNKNOWN } from './scripted-wire.ts';

const BOB_INFO = {
  id: BOB,
  displayName: 'Bob',
  capabilities: { audio: true, video: true, data: true },
  metadata: {},
  presence: 'available',
} as const;

describe('WireChannel, where its stay may be lost', () => {
  it('enters anew where the server knows it no more, and says again what was not answered', async () => {
    const script = await joinedChannel();
    const { clock, channel, stream, sent, batches } = script;
    await clock.advance(0);
    stream(0).queue.push({ type: 'event', seq: 9n, event: { type: 'peerJoined', peer: BOB_INFO } });
    const sends = [channel.send(BOB, offer('under way'))];
    const away = channel.update({ presence: 'away', metadata: { mood: 'x' } });
    await clock.advance(0);
    sent(0).settle([{ ok: true }, { ok: true }]);
    await Promise.all([...sends.splice(0), away]);
    sends.push(channel.send(BOB, offer('1')));
    await clock.advance(0);
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    sends.push(channel.send(BOB, offer('2')));
    const rejoined: JoinResult[] = [];
    channel.on('rejoined', (result) => rejoined.push(result));
    stream(1).queue.end(UNKNOWN);
    await clock.advance(0);
    expect(channel.state).toMatchObject({ kind: 'recovering', stage: 'rejoining', error: { code: 'unauthenticated' } });
    expect(stream(2).intent).toMatchObject({ type: 'announce', request: { peerId: 'ada', metadata: { mood: 'x' } } });
    stream(2).queue.push({ ...READY, sessionToken: 'new', peers: [BOB_INFO] });
    await clock.advance(200);
    expect(rejoined).toMatchObject([{ peers: [{ id: 'bob' }] }]);
    expect(channel.state).toEqual({ kind: 'joined' });
    expect(sent(batches.length - 1).batch).toMatchObject({
      sessionToken: 'new',
      firstSeq: 1n,
      ackedSeq: 0n,
      requests: [{ type: 'update', presence: 'away' }, { signal: { sdp: '1' } }, { signal: { sdp: '2' } }],
    });
    sent(batches.length - 1).settle([{ ok: true }, { ok: true }, { ok: true }]);
    await Promise.all(sends);
    const left: string[] = [];
    channel.on('peerLeft', (id) => left.push(id));
    stream(2).queue.push({ type: 'event', seq: 2n, event: { type: 'peerLeft', peerId: BOB } });
    await clock.advance(0);
    expect(left).toEqual(['bob']);
    await channel.close();
  });

  it('keeps what is for those who have not come back yet, but not for ever', async () => {
    const { clock, channel, stream, batches, sent } = await joinedChannel();
    stream(0).queue.push({ type: 'event', seq: 1n, event: { type: 'peerJoined', peer: BOB_INFO } });
    await clock.advance(0);
    stream(0).queue.end(BROKEN);
    await clock.advance(200);
    stream(1).queue.end(UNKNOWN);
    await clock.advance(0);
    stream(2).queue.push({ ...READY, sessionToken: 'new' });
    await clock.advance(0);
    const early = channel.send(BOB, offer('early'));
    await clock.advance(1_000);
    expect(batches).toHaveLength(0);
    stream(2).queue.push({ type: 'event', seq: 2n, event: { type: 'peerJoined', peer: BOB_INFO } });
    await clock.advance(0);
    sent(0).settle([{ ok: true }]);
    await early;
    stream(2).queue.end(UNKNOWN);
    await clock.advance(1_500);
    stream(3).queue.push({ ...READY, sessionToken: 'newer' });
    void channel.send(BOB, offer('in vain')).catch(() => {});
    await clock.advance(2_000);
    stream(3).queue.push({ type: 'heartbeat' });
    await clock.advance(2_000);
    stream(3).queue.push({ type: 'heartbeat' });
    expect(batches).toHaveLength(1);
    await clock.advance(1_000);
    expect(sent(1).batch).toMatchObject({ sessionToken: 'newer', firstSeq: 1n, requests: [{ to: 'bob' }] });
    await channel.close();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('looks for its stay when a request is told that there is none', async () => {
    const { clock, channel, stream, sent, batches } = await joinedChannel();
    const sending = channel.send(BOB, offer('x'));
    await clock.advance(0);
    sent(0).fail(UNKNOWN);
    await clock.advance(200);
    expect(stream(1).intent).toMatchObject({ type: 'resume' });
    stream(1).queue.push(READY);
    await clock.advance(1_000);
    expect(batches).toHaveLength(2);
    sent(1).settle([{ ok: true }]);
    await sending;
    await channel.close();
  });

  it('ends when another connection of the same peer took its place', async () => {
    const { clock, channel, stream } = await joinedChannel();
    stream(0).queue.end(new SdkError('aborted', 'a newer connection of this peer took its place'));
    await clock.advance(200);
    expect(stream(1).intent).toMatchObject({ type: 'resume' });
    stream(1).queue.end(UNKNOWN);
    await clock.advance(0);
    expect(channel.state).toMatchObject({ kind: 'closed', error: { code: 'aborted' } });
  });

  it('goes on when a late try of its own took the stay up', async () => {
    const { clock, channel, stream } = await joinedChannel();
    stream(0).queue.end(new SdkError('aborted', 'this stay was taken up by a newer stream'));
    await clock.advance(200);
    stream(1).queue.push(READY);
    await clock.advance(0);
    expect(channel.state).toEqual({ kind: 'joined' });
    await channel.close();
  });

  it('ends when it was removed', async () => {
    const { clock, channel, stream } = await joinedChannel();
    stream(0).queue.end(new SdkError('permission-denied', 'removed'));
    await clock.advance(0);
    expect(channel.state).toMatchObject({ kind: 'closed', error: { code: 'permission-denied' } });
    expect(clock.pending).toBe(0);
  });

  it('takes its id for taken by another when the server knows it no more, and for its own when it may have entered', async () => {
    const taken = new SdkError('already-exists', 'Peer ada already announced');
    const first = await forgottenChannel();
    first.stream(2).queue.end(taken);
    await first.clock.advance(0);
    expect(first.channel.state).toMatchObject({ kind: 'closed', error: { code: 'already-exists' } });

    const second = await forgottenChannel();
    second.stream(2).queue.end(BROKEN);
    const refuse = async (index: number) => {
      while (second.streams.length <= index) await second.clock.advance(1_000);
      second.stream(index).queue.end(taken);
      await second.clock.advance(0);
    };
    for (let index = 3; index < 11; index += 1) {
      await refuse(index);
      expect(second.channel.state.kind).toBe('recovering');
    }
    await refuse(11);
    expect(second.channel.state).toMatchObject({ kind: 'closed', error: { code: 'already-exists' } });
  });

  it('shows a newer token to enter anew, and waits for an application that cannot give one now', async () => {
    const answers: (string | Error)[] = ['1', new Error('no network'), '2'];
    const getToken = async () => {
      const answer = answers.shift() ?? new SdkError('unauthenticated', 'signed out');
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const { clock, channel, stream, streams } = await joinedChannel({ getToken });
    stream(0).queue.end(new SdkError('unauthenticated', 'the token ran out'));
    await clock.advance(200);
    expect(streams).toHaveLength(1);
    expect(channel.state).toMatchObject({ kind: 'recovering', stage: 'rejoining', error: { code: 'unauthenticated' } });
    await clock.advance(1_000);
    expect(stream(1)).toMatchObject({ bearer: '2', intent: { type: 'announce' } });
    stream(1).queue.push(READY);
    await clock.advance(3_000);
    stream(1).queue.end(new SdkError('unauthenticated', 'the token ran out'));
    await clock.advance(200);
    expect(channel.state).toMatchObject({ kind: 'closed', error: { code: 'unauthenticated', detail: 'signed out' } });
  });

  it('hears nothing of the stay that was lost', async () => {
    const { clock, channel, stream } = await forgottenChannel();
    const left: string[] = [];
    channel.on('peerLeft', (id) => left.push(id));
    stream(0).queue.push({ type: 'event', seq: 5n, event: { type: 'peerLeft', peerId: toPeerId('x') } });
    await clock.advance(0);
    expect(left).toEqual([]);
    await channel.close();
  });
});
