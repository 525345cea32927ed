import { ManualClock, SdkError } from '@remotemedia/base';
import type { Sendable } from '@remotemedia/data';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionStateSnapshot, TransportSnapshot } from './session-snapshot.ts';
import { Sessions } from './sessions.ts';

let sessions: Sessions;
let sent: [string, Sendable, string][];
let clock: ManualClock;

beforeEach(() => {
  sent = [];
  clock = new ManualClock();
  sessions = new Sessions(
    {
      send: async (peerId, data, { tag }) => {
        if (peerId === 'away') throw new SdkError('not-found', 'there is no connection to a peer away');
        sent.push([peerId, data, tag]);
      },
    },
    clock,
  );
});

const text = (data: string, tag?: string) => ({ kind: 'text', data, ...(tag !== undefined && { tag }) }) as const;

const sessionOf = (sessionId: string): SessionStateSnapshot => {
  const nothing = { peerIds: [], routes: [], metadata: {}, timestamp: 0 };
  return { sessionId, state: 'initializing', policy: 'broadcast', ...nothing };
};
const snapshotOf = (stored: readonly SessionStateSnapshot[]): TransportSnapshot => ({
  version: 1,
  room: 'r',
  peerId: 'p',
  displayName: 'P',
  sessions: stored,
  timestamp: 0,
});

describe('a session', () => {
  it('is active with its first peer, and gone from the list when it is closed', () => {
    const session = sessions.create('s1', { metadata: { topic: 'tea' } });
    const states: string[] = [session.state];
    session.on('stateChange', (state) => states.push(state));
    session.addPeer('ada');
    session.pause();
    session.resume();
    expect(sessions.list()).toEqual(['s1']);
    session.close();
    session.close();
    expect(states).toEqual(['initializing', 'active', 'paused', 'active', 'closing', 'closed']);
    expect(sessions.has('s1')).toBe(false);
    expect(() => session.addPeer('bob')).toThrow(/closed session s1/);
  });

  it('sends to all, to the first, or where routes say', async () => {
    const session = sessions.create('s1');
    for (const id of ['ada', 'bob', 'cem']) session.addPeer(id);
    expect(await session.send('to all')).toEqual(['ada', 'bob', 'cem']);
    session.setPolicy('unicast');
    expect(await session.send('to one')).toEqual(['ada']);
    session.setPolicy('selective');
    await expect(session.send('to whom?')).rejects.toMatchObject({ code: 'failed-precondition' });
    session.setRoute({ outputId: 'low', targetPeers: ['cem', 'stranger'], priority: 1 });
    session.setRoute({ outputId: 'high', targetPeers: ['bob', 'cem'], priority: 9 });
    expect(await session.send('by routes')).toEqual(['bob', 'cem']);
    expect(await session.send('low only', { outputId: 'low' })).toEqual(['cem']);
    session.setRoute({ outputId: 'low', targetPeers: ['cem'], active: false });
    await expect(session.send('low only', { outputId: 'low' })).rejects.toThrow(/setRoute/);
    expect(sent.every(([, , tag]) => tag === 's1')).toBe(true);
  });

  it('reaches the others when one cannot be reached, and counts the fault', async () => {
    const session = sessions.create('s1');
    session.addPeer('away');
    await expect(session.send('x')).rejects.toMatchObject({ code: 'not-found' });
    session.addPeer('ada');
    expect(await session.broadcast('x')).toEqual(['ada']);
    await expect(session.sendToPeer('bob', 'x')).rejects.toMatchObject({ code: 'not-found' });
    expect(session.metrics).toMatchObject({ messagesOut: 1, routingErrors: 2, bytesSent: 1 });
  });

  it('reads what its peers send, by all and by one, from the call on', async () => {
    const session = sessions.create('s1');
    session.addPeer('ada');
    session.addPeer('bob');
    sessions.take('ada', text('too early'));
    const all = session.received();
    const bobs = session.recvFromPeer('bob');
    expect(sessions.take('ada', text('for everybody'))).toBe(false);
    expect(sessions.take('bob', text('for the session', 's1'))).toBe(true);
    expect(sessions.take('bob', text('for another', 's2'))).toBe(false);
    expect(sessions.take('stranger', text('not in it', 's1'))).toBe(false);
    session.close();
    const read = [];
    for await (const { peerId, data } of all) read.push(`${peerId}: ${data}`);
    expect(read).toEqual(['ada: for everybody', 'bob: for the session']);
    const ofBob = [];
    for await (const { data } of bobs) ofBob.push(data);
    expect(ofBob).toEqual(['for the session']);
  });

  it('keeps no more than 1024 messages for a reader, and counts those it drops', async () => {
    const session = sessions.create('s1');
    session.addPeer('ada');
    const reader = session.recvFromAny();
    for (let count = 0; count < 1_030; count += 1) sessions.take('ada', text(String(count)));
    expect((await reader.next()).value).toMatchObject({ data: '6' });
    expect(session.metrics).toMatchObject({ messagesIn: 1_030, dropped: 6 });
  });

  it('keeps no more than 16 MiB of messages for a reader either, and always the newest', async () => {
    const session = sessions.create('s1');
    session.addPeer('ada');
    const reader = session.recvFromAny();
    const large = { kind: 'binary', data: new Uint8Array(6_000_000) } as const;
    for (const name of ['1', '2']) sessions.take('ada', text(name));
    for (let count = 0; count < 3; count += 1) sessions.take('ada', large);
    expect(session.metrics.dropped).toBe(3);
    expect((await reader.next()).value).toMatchObject({ kind: 'binary' });
    expect((await reader.next()).value).toMatchObject({ kind: 'binary' });
    sessions.take('ada', { kind: 'binary', data: new Uint8Array(20_000_000) });
    expect((await reader.next()).value).toMatchObject({ data: { byteLength: 20_000_000 } });
    expect(session.metrics.dropped).toBe(3);
  });

  it('ends a reader when its signal aborts, and when it is left', async () => {
    const session = sessions.create('s1');
    session.addPeer('ada');
    const controller = new AbortController();
    const waiting = session.received({ signal: controller.signal }).next();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(session.received({ signal: controller.signal }).next()).rejects.toMatchObject({ code: 'cancelled' });
    const left = session.received();
    await left.return?.();
    expect((await left.next()).done).toBe(true);
  });

  it('neither sends nor hears while it is paused', async () => {
    const session = sessions.create('s1');
    session.addPeer('ada');
    session.pause();
    await expect(session.send('x')).rejects.toThrow(/resume/);
    expect(sessions.take('ada', text('x', 's1'))).toBe(true);
    expect(session.metrics.messagesIn).toBe(0);
  });
});

describe('sessions', () => {
  it('refuses bad and taken names, and says which is missing', () => {
    expect(() => sessions.create('no spaces')).toThrow(/session id/);
    sessions.create('s1');
    expect(() => sessions.create('s1')).toThrow(/already/);
    expect(() => sessions.get('s2')).toThrow(/createSession/);
  });

  it('restore all of a snapshot or nothing', () => {
    sessions.create('own');
    const stored = [sessionOf('good'), sessionOf('no spaces')];
    expect(() => sessions.restore(snapshotOf(stored))).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    const crowd = Array.from({ length: 1_000 }, (_, index) => sessionOf(`s${index}`));
    const full = expect.objectContaining({ code: 'resource-exhausted' });
    expect(() => sessions.restore(snapshotOf(crowd))).toThrow(full);
    expect(sessions.list()).toEqual(['own']);
    sessions.restore(snapshotOf([sessionOf('own'), ...crowd.slice(1)]));
    expect(sessions.list()).toHaveLength(1_000);
  });

  it('take nothing that their snapshot could not bring back', () => {
    const long = 'x'.repeat(1_025);
    const bad = expect.objectContaining({ code: 'invalid-argument' });
    expect(() => sessions.create('s1', { metadata: { notes: long } })).toThrow(bad);
    expect(sessions.has('s1')).toBe(false);
    const session = sessions.create('s1');
    expect(() => session.addPeer('no spaces')).toThrow(bad);
    expect(() => session.setRoute({ outputId: long, targetPeers: [] })).toThrow(bad);
    expect(() => session.setRoute({ outputId: 'o', targetPeers: ['ada'], priority: Number.NaN })).toThrow(bad);
    for (let index = 0; index < 100; index += 1) {
      session.addPeer(`p${index}`);
      session.setRoute({ outputId: `o${index}`, targetPeers: [] });
    }
    const full = expect.objectContaining({ code: 'resource-exhausted' });
    expect(() => session.addPeer('p100')).toThrow(full);
    expect(() => session.setRoute({ outputId: 'o100', targetPeers: [] })).toThrow(full);
    session.setRoute({ outputId: 'o99', targetPeers: ['p1'] });
    const stored = JSON.stringify(snapshotOf(sessions.snapshot()));
    sessions.close();
    sessions.restore(stored);
    expect(sessions.get('s1').peers).toHaveLength(100);
  });

  it('come back from their snapshot as they were', () => {
    const session = sessions.create('s1', { policy: 'selective', metadata: { topic: 'tea' } });
    session.addPeer('ada');
    session.setRoute({ outputId: 'o', targetPeers: ['ada'] });
    session.pause();
    sessions.create('empty');
    const stored = sessions.snapshot();
    sessions.close();
    expect(sessions.list()).toEqual([]);
    sessions.restore(snapshotOf(stored));
    expect(sessions.snapshot().map(({ timestamp, ...rest }) => rest)).toEqual(
      stored.map(({ timestamp, ...rest }) => rest),
    );
  });
});
