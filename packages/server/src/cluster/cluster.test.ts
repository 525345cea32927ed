import { create } from '@bufbuild/protobuf';
import { PeerState, UpdateRequestSchema } from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import { ANYONE } from '../access/grant.ts';
import { TestCluster } from './testing/test-cluster.ts';

async function pair(options: { maxPeersPerRoom?: number; count?: number } = {}) {
  const cluster = await TestCluster.start(options);
  const [one, other, third] = cluster.instances;
  if (!one || !other) throw new Error('two instances are needed');
  return { cluster, one, other, third: third ?? other };
}

test('peers of two instances are in one room: they see each other come, change and go', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const bob = await cluster.during(other.enter('bob'));
  await cluster.settle();
  expect([ada.found, ada.news]).toEqual([[], ['+bob']]);
  expect([bob.found, bob.news]).toEqual([['ada'], []]);
  other.hub.update(bob.stay, create(UpdateRequestSchema, { state: PeerState.BUSY }));
  await cluster.settle();
  expect(ada.news).toEqual(['+bob', `~bob ${PeerState.BUSY}`]);
  bob.stay.leave();
  await cluster.settle();
  expect(ada.news.slice(2)).toEqual(['-bob']);
  expect(await one.ids()).toEqual(['ada']);
});

test('rooms of other names are apart', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada', { room: 'r' }));
  const bob = await cluster.during(other.enter('bob', { room: 'r.1' }));
  await cluster.settle();
  expect([ada.news, bob.found]).toEqual([[], []]);
});

test('messages reach a peer of another instance once and in order, whether they are numbered or not', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const bob = await cluster.during(other.enter('bob'));
  for (let number = 1; number <= 20; number += 1) await cluster.during(one.say(ada, 'bob', `n${number}`, number), 0);
  for (let number = 1; number <= 20; number += 1) await cluster.during(one.say(ada, 'bob', `n${number}`, number), 0);
  for (let number = 1; number <= 3; number += 1) await cluster.during(one.say(ada, 'bob', 'plain'), 0);
  await cluster.during(other.say(bob, 'ada', 'hello'));
  const numbered = Array.from({ length: 20 }, (_, index) => `ada: n${index + 1}`);
  expect(bob.news).toEqual([...numbered, 'ada: plain', 'ada: plain', 'ada: plain']);
  expect(ada.news).toEqual(['+bob', 'bob: hello']);
});

test('a message whose answer is lost on the way is brought again, and taken once', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const bob = await cluster.during(other.enter('bob'));
  await cluster.settle();
  let lost = 0;
  cluster.broker.loses = (subject) => subject === 'answer' && lost++ < 2;
  await cluster.during(one.say(ada, 'bob', 'plain'), 4_000);
  expect(lost).toBeGreaterThan(1);
  expect(bob.news).toEqual(['ada: plain']);
});

test('an id is taken on all instances, and free on all again', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  await expect(cluster.during(other.enter('ada'))).rejects.toMatchObject({ code: 'already-exists' });
  expect(other.hub.stats()).toMatchObject({ peers: 0, rooms: 0 });
  ada.stay.leave();
  await cluster.settle();
  expect((await cluster.during(other.enter('ada'))).found).toEqual([]);
});

test('a room has so many places on all instances together', async () => {
  const { cluster, one, other } = await pair({ maxPeersPerRoom: 2 });
  await cluster.during(one.enter('ada'));
  await cluster.during(other.enter('bob'));
  await expect(cluster.during(one.enter('cas'))).rejects.toMatchObject({ code: 'resource-exhausted' });
  const more = await TestCluster.start({ maxPeersPerRoom: 2, count: 3 });
  const [first, second, third] = more.instances;
  await more.during(first?.enter('ada') ?? Promise.reject());
  const both = await more.during(Promise.allSettled([second?.enter('bob'), third?.enter('cas')]), 3_000);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('of two that take an id at the same moment one gets it', async () => {
  const { cluster, one, other } = await pair();
  const both = Promise.allSettled([one.enter('ada'), other.enter('ada')]);
  const results = await cluster.during(both, 3_000);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await one.ids()).toEqual(['ada']);
  expect(one.hub.peerCount + other.hub.peerCount).toBe(1);
});

test('of those that come at the same moment each hears of each other once, and one of two finds the other', async () => {
  const { cluster, one, other } = await pair({ count: 3 });
  const [, , third] = cluster.instances;
  const comers = [
    one.enter('a'),
    other.enter('b'),
    third?.enter('c') ?? one.enter('c'),
    one.enter('d'),
    other.enter('e'),
  ];
  const members = await cluster.during(Promise.all(comers), 3_000);
  await cluster.settle();
  const heard = (index: number) => [...(members[index]?.found ?? []), ...(members[index]?.news ?? [])];
  const ids = ['a', 'b', 'c', 'd', 'e'];
  ids.forEach((id, index) => {
    const others = heard(index).map((word) => word.replace('+', ''));
    expect(others.sort()).toEqual(ids.filter((other) => other !== id));
  });
  for (const [index, id] of ids.entries()) {
    for (const [last, otherId] of ids.entries()) {
      if (last <= index) continue;
      const finds = [members[index]?.found.includes(otherId), members[last]?.found.includes(id)];
      expect(finds.filter(Boolean)).toHaveLength(1);
    }
  }
});

test('whoever proves to be the same peer takes its place on another instance; the others hear that it began anew', async () => {
  const { cluster, one, other } = await pair();
  const grant = { ...ANYONE, peerId: 'ada' };
  const former = await cluster.during(one.enter('ada', { grant }));
  const bob = await cluster.during(one.enter('bob'));
  const ada = await cluster.during(other.enter('ada', { grant }));
  await cluster.settle();
  expect(former.ends).toEqual(['aborted']);
  expect(bob.news).toEqual(['!ada']);
  expect(ada.found).toEqual(['bob']);
  await cluster.during(one.say(bob, 'ada', 'hello'));
  expect(ada.news).toEqual(['bob: hello']);
  expect(await one.ids()).toEqual(['ada', 'bob']);
});

test('a stay is taken up at another instance, with all that was missed, and nobody hears of it', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const bob = await cluster.during(one.enter('bob'));
  const cas = await cluster.during(other.enter('cas'));
  await cluster.settle();
  const former = bob.stay;
  bob.lose();
  await cluster.during(one.say(ada, 'bob', 'while away', 1));
  await cluster.during(other.resume(bob));
  await cluster.during(one.say(ada, 'bob', 'while away', 1));
  await cluster.during(one.say(ada, 'bob', 'back', 2));
  await cluster.during(other.say(bob, 'ada', 'thanks', 1));
  await cluster.settle();
  expect(bob.news).toEqual(['+cas', 'ada: while away', 'ada: back']);
  expect(ada.news).toEqual(['+bob', '+cas', 'bob: thanks']);
  expect(cas.news).toEqual([]);
  expect(one.hub.findStay(bob.token)).toBeUndefined();
  // Whoever still speaks for it where it was is told that nothing was done.
  expect(() => one.hub.relay.disconnect(former, 'ada')).toThrow(/unavailable/);
  await cluster.during(one.resume(bob));
  expect(await other.ids()).toEqual(['ada', 'bob', 'cas']);
});

test('a stay with more to tell than fits in a frame is handed over whole', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const senders = await Promise.all(['s1', 's2', 's3', 's4'].map((id) => cluster.during(one.enter(id))));
  ada.lose();
  const long = 'x'.repeat(2_000);
  for (const sender of senders) {
    for (let number = 1; number <= 120; number += 1) void one.say(sender, 'ada', `${long}${number}`, number);
  }
  await cluster.settle();
  await cluster.during(other.resume(ada), 3_000);
  expect(ada.news.filter((word) => word.includes(long))).toHaveLength(480);
  expect(ada.news.at(-1)).toBe(`s4: ${long}120`);
});

test('a wrong secret, or a stay that nobody has, is not known', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const [stayId = '', secret = ''] = ada.token.split('.');
  const wrong = {
    ...ada,
    token: `${stayId}.${secret.split('').reverse().join('')}`,
    renew: () => ada.renew(),
    lastSeq: 0,
  };
  await cluster.settle(6_000);
  const outlet = { wake() {}, end() {} };
  const caller = { address: 'here', grant: ANYONE };
  await expect(cluster.during(other.hub.resume(wrong.token, 0, outlet, caller), 2_000)).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  const unknown = `${'x'.repeat(16)}.${'y'.repeat(32)}`;
  await expect(cluster.during(other.hub.resume(unknown, 0, outlet, caller), 2_000)).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(ada.ends).toEqual([]);
});

test('a call is carried to the instance that has the stay', async () => {
  const { cluster, one, other } = await pair();
  const ada = await cluster.during(one.enter('ada'));
  const answer = await cluster.during(other.hub.callElsewhere(ada.token, new Uint8Array(7)));
  expect(new TextDecoder().decode(answer)).toBe('ada 7');
});

test('everyone in a room can be asked for where none of them is', async () => {
  const { cluster, one, other } = await pair();
  await cluster.during(one.enter('ada'));
  expect(await cluster.during(other.ids())).toEqual(['ada']);
});
