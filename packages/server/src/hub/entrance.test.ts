import { SdkError } from '@remotemedia/base';
import { expect, test } from 'vitest';
import { ANYONE, type Grant } from '../access/grant.ts';
import { setUpHub } from '../testing/test-hub.ts';
import { NOWHERE } from './elsewhere.ts';

/** What a token grants that is for one peer. */
const ada: Grant = { ...ANYONE, subject: 'ada@example.org', peerId: 'ada' };

test('the newest connection of an identity wins, and the others see neither leave nor join', async () => {
  const { enter, hub } = setUpHub();
  const former = await enter('ada', { grant: ada });
  const other = await enter('bob');
  const newer = await enter('ada', { grant: ada });
  expect(former.ends).toMatchObject([{ code: 'aborted' }]);
  expect(other.kinds).toEqual(['peerDisconnected']);
  expect(hub.stats()).toMatchObject({ peers: 2, sessionTokens: 2 });
  expect((await hub.peersOf('r')).map(({ peerId }) => peerId).sort()).toEqual(['ada', 'bob']);
  expect(hub.findStay(former.stay.token ?? '')).toBeUndefined();
  newer.stay.leave();
  expect(other.kinds).toEqual(['peerDisconnected', 'peerLeft']);
});

test('an id is not taken from a peer by one that cannot prove to be the same', async () => {
  const { enter } = setUpHub();
  const first = await enter('ada', { grant: ada });
  await expect(enter('ada')).rejects.toThrow(/already-exists/);
  await expect(enter('ada', { grant: { ...ANYONE, subject: 'eve' } })).rejects.toThrow(/already-exists/);
  expect(first.ends).toEqual([]);
});

test('where the server is told so, the newest of any two peers of one id wins', async () => {
  const { enter, hub } = setUpHub({ replacesDuplicates: true });
  const first = await enter('calculator-client', { resumable: false });
  await enter('calculator-client', { resumable: false });
  expect(first.ends).toMatchObject([{ code: 'aborted' }]);
  expect(hub.peerCount).toBe(1);
});

test('a token opens its own rooms, for its own peer id', async () => {
  const { enter } = setUpHub();
  const grant: Grant = { ...ada, rooms: ['r'] };
  await expect(enter('eve', { grant })).rejects.toThrow(
    '[permission-denied] your token is for the peer id "ada", not "eve"',
  );
  await expect(enter('ada', { grant, room: 'other' })).rejects.toThrow(
    '[permission-denied] your token is not for the room "other"',
  );
  expect((await enter('ada', { grant })).stay.peerId).toBe('ada');
});

test('a stay ends when its token runs out, unless a newer one of the same peer came', async () => {
  const { enter, hub, clock } = setUpHub();
  const a = await enter('ada', { grant: { ...ada, expiresAtMs: Date.now() + 60_000 } });
  const b = await enter('bob', { grant: { ...ANYONE, expiresAtMs: Date.now() + 60_000 } });
  expect(() => hub.renew(a.stay, { ...ada, peerId: 'eve' })).toThrow(/permission-denied/);
  expect(() => hub.renew(a.stay, { ...ada, subject: 'eve' })).toThrow(/permission-denied/);
  hub.renew(a.stay, { ...ada, expiresAtMs: Date.now() + 3_600_000 });
  await clock.advance(60_000);
  expect(b.ends).toMatchObject([{ code: 'unauthenticated' }]);
  expect(a.ends).toEqual([]);
  a.stay.leave();
  expect(clock.pending).toBe(0);
});

test('a token of a year needs no timer that long', async () => {
  const { enter, clock } = setUpHub();
  const a = await enter('ada', { grant: { ...ada, expiresAtMs: Date.now() + 365 * 86_400_000 } });
  await clock.advance(2 ** 31 - 1);
  expect(a.ends).toEqual([]);
});

test('whoever shows a token of somebody else cannot take up a stay with it', async () => {
  const { enter, resume } = setUpHub();
  const a = await enter('ada', { grant: ada });
  await expect(resume(a.stay.token, 0, a, { ...ANYONE, subject: 'eve' })).rejects.toThrow(/permission-denied/);
  await resume(a.stay.token, 0, a, ada);
  expect(a.stay.isWaiting).toBe(false);
});

test('a handler may refuse a peer; what it throws besides an SdkError stays in the house', async () => {
  const left: string[] = [];
  const { enter, hub, lines } = setUpHub({
    handlers: {
      onJoin: async ({ room, peer }) => {
        if (peer.peerId === 'eve') throw new SdkError('permission-denied', `not in ${room}`);
        if (peer.peerId === 'bug') throw new Error('password is 1234');
      },
      onLeave: ({ peer }) => {
        left.push(peer.peerId);
        throw new Error('broken');
      },
    },
  });
  await expect(enter('eve')).rejects.toThrow('[permission-denied] not in r');
  await expect(enter('bug')).rejects.toThrow('[permission-denied] the application refused this');
  const a = await enter('ada');
  a.stay.leave();
  expect(left).toEqual(['ada']);
  expect(lines).toMatchObject([{ level: 'error', message: 'the onLeave handler failed' }]);
  expect(hub.stats()).toMatchObject({ peers: 0, rooms: 0 });
});

test('rates and the list of ids are asked before anything is made', async () => {
  const { enter, hub } = setUpHub({
    checkPeer: (peerId) => {
      if (peerId === 'eve') throw new SdkError('permission-denied', 'not you');
    },
    rates: {
      openGate: () => ({ take() {} }),
      takeJoin: ({ address }) => {
        if (address === 'there') throw new SdkError('resource-exhausted', 'too many');
      },
    },
  });
  await expect(enter('eve')).rejects.toThrow(/permission-denied/);
  await expect(enter('ada', { address: 'there' })).rejects.toThrow(/resource-exhausted/);
  expect(hub.stats()).toMatchObject({ peers: 0, rooms: 0 });
});

test('a token that ran out since it was shown takes nobody else’s place', async () => {
  const { enter, hub } = setUpHub();
  const current = await enter('ada', { grant: ada });
  const old: Grant = { ...ada, expiresAtMs: Date.now() - 1 };
  await expect(enter('ada', { grant: old })).rejects.toThrow('[unauthenticated] the token ran out');
  expect(() => hub.renew(current.stay, old)).toThrow(/unauthenticated/);
  expect(current.ends).toEqual([]);
});

test('a token without a subject counts at a resume, too', async () => {
  const { enter, resume, clock } = setUpHub();
  const ofToken = (peerId: string, seconds: number): Grant => ({
    ...ANYONE,
    peerId,
    expiresAtMs: Date.now() + seconds * 1_000,
  });
  const a = await enter('ada', { grant: ofToken('ada', 60) });
  await expect(resume(a.stay.token, 0, a, ofToken('eve', 600))).rejects.toThrow(/permission-denied/);
  await resume(a.stay.token, 0, a, ofToken('ada', 600));
  await clock.advance(60_000);
  expect(a.stay.isOver).toBe(false);
});

test('who could not take a place after all leaves it as it was', async () => {
  let fault: SdkError | undefined;
  const elsewhere = { ...NOWHERE, enter: () => (fault ? Promise.reject(fault) : false) };
  const { enter, hub } = setUpHub({ elsewhere });
  const a = await enter('ada', { grant: ada });
  fault = new SdkError('unavailable', 'the other instances do not answer');
  await expect(enter('ada', { grant: ada })).rejects.toThrow(/unavailable/);
  fault = undefined;
  const b = await enter('bob');
  expect(a.kinds).toEqual(['peerJoined']);
  expect(b.stay.room.peers(b.stay).map(({ peerId }) => peerId)).toEqual(['ada']);
  expect(hub.stats()).toMatchObject({ peers: 2, rooms: 1 });
});
