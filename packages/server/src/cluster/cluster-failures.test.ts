import { expect, test } from 'vitest';
import { TestCluster, type TestInstance } from './testing/test-cluster.ts';

async function three() {
  const cluster = await TestCluster.start({ count: 3 });
  const [one, two, tri] = cluster.instances;
  if (!one || !two || !tri) throw new Error('three instances are needed');
  const ada = await cluster.during(one.enter('ada'));
  const bob = await cluster.during(two.enter('bob'));
  const cas = await cluster.during(tri.enter('cas'));
  await cluster.settle();
  return { cluster, one, two, tri, ada, bob, cas };
}

/** The instance that has the stay of a token now. */
function homeOf(cluster: TestCluster, token: string): TestInstance | undefined {
  return cluster.instances.find(({ hub }) => hub.findStay(token));
}

test('what a sender was told is taken survives the end of the instance that took it, and nobody hears of it', async () => {
  const { cluster, one, two, tri, ada, bob, cas } = await three();
  bob.lose();
  for (let number = 1; number <= 3; number += 1) await cluster.during(one.say(ada, 'bob', `n${number}`, number), 0);
  cluster.kill(two);
  await cluster.during(one.say(ada, 'bob', 'n3', 3));
  await cluster.during(one.say(ada, 'bob', 'n4', 4));
  await cluster.settle();
  const home = homeOf(cluster, bob.token);
  expect([one, tri]).toContain(home);
  // It comes back where its stay is not, to hear that it moves once more.
  await cluster.during((home === one ? tri : one).resume(bob));
  await cluster.during(tri.say(cas, 'bob', 'hi', 1));
  expect(bob.news).toEqual(['+cas', 'ada: n1', 'ada: n2', 'ada: n3', 'ada: n4', 'cas: hi']);
  expect([ada.news, cas.news]).toEqual([['+bob', '+cas'], []]);
  await cluster.settle(10_000);
  expect(await one.ids()).toEqual(['ada', 'bob', 'cas']);
});

test('each instance in turn may die and come again, and a stay outlives them all', async () => {
  const { cluster, ada, bob, cas } = await three();
  let number = 0;
  for (let round = 0; round < 4; round += 1) {
    const home = homeOf(cluster, bob.token);
    if (home && round > 0) cluster.kill(home);
    if (round > 0) cluster.add();
    await cluster.settle(1_000);
    const at = cluster.instances[round % 3];
    await cluster.during(at?.resume(bob) ?? Promise.reject(), 2_000);
    await cluster.during(cluster.instances[(round + 1) % 3]?.resume(cas) ?? Promise.reject(), 2_000);
    const adaAt = homeOf(cluster, ada.token);
    await cluster.during(adaAt?.resume(ada) ?? Promise.reject(), 2_000);
    number += 1;
    await cluster.during(adaAt?.say(ada, 'bob', `n${number}`, number) ?? Promise.reject(), 2_000);
  }
  expect(bob.news.filter((word) => word.startsWith('ada'))).toEqual(['ada: n1', 'ada: n2', 'ada: n3', 'ada: n4']);
  expect([ada, bob, cas].flatMap(({ news }) => news).filter((word) => /^[-+!]/.test(word))).toEqual([
    '+bob',
    '+cas',
    '+cas',
  ]);
});

test('a message is not said to be taken before the copy of the receiver has it', async () => {
  const { cluster, one, two, ada, bob } = await three();
  let isBlocked = true;
  cluster.broker.loses = (subject) => isBlocked && subject.startsWith('inst.');
  let isTaken = false;
  const said = one.say(ada, 'bob', 'n1', 1).then(() => {
    isTaken = true;
  });
  await cluster.settle(900);
  expect([isTaken, bob.news]).toEqual([false, ['+cas']]);
  isBlocked = false;
  await cluster.during(said, 3_000);
  expect(isTaken).toBe(true);
  expect(bob.news).toEqual(['+cas', 'ada: n1']);
  expect(two.hub.findStay(bob.token)).toBeDefined();
});

test('a peer that cannot be resumed is gone at once when its instance is', async () => {
  const { cluster, one, two, ada } = await three();
  await cluster.during(two.enter('eve', { resumable: false }));
  await cluster.settle();
  cluster.kill(two);
  await expect(cluster.during(one.say(ada, 'eve', 'n1', 1))).rejects.toMatchObject({ code: 'not-found' });
  expect(ada.news).toEqual(['+bob', '+cas', '+eve', '-eve']);
});

test('a silent instance is dead after a while, and its stays go on elsewhere', async () => {
  const { cluster, one, two, ada, bob } = await three();
  cluster.kill(two);
  await cluster.settle(3_500);
  expect(homeOf(cluster, bob.token)).toBeDefined();
  // Its peer has the whole time to come back from then on.
  await cluster.settle(2_000);
  expect(ada.news).toEqual(['+bob', '+cas']);
  await cluster.settle(6_000);
  expect(ada.news).toEqual(['+bob', '+cas', '-bob']);
  expect(one.cluster.health).toMatchObject({ state: 'connected', instances: 2 });
});

test('a stay whose copy went down with it is over for the others soon', async () => {
  const { cluster, two, tri, ada, bob } = await three();
  cluster.kill(tri);
  cluster.kill(two);
  await cluster.settle(7_000);
  const goesOn = homeOf(cluster, bob.token) !== undefined;
  expect(ada.news.filter((word) => word === '-bob')).toEqual(goesOn ? [] : ['-bob']);
  await cluster.settle(3_000);
  expect(ada.news.slice(2).sort()).toEqual(['-bob', '-cas']);
});

test('an instance that was apart and thought dead gives way, and its peers come back elsewhere', async () => {
  const { cluster, one, two, tri, ada, bob, cas } = await three();
  two.bus.cut(true);
  bob.lose();
  await cluster.settle(4_000);
  expect([one, tri].filter(({ hub }) => hub.findStay(bob.token))).toHaveLength(1);
  expect(two.hub.findStay(bob.token)).toBeDefined();
  two.bus.cut(false);
  await cluster.settle(500);
  expect(cluster.instances.filter(({ hub }) => hub.findStay(bob.token))).toHaveLength(1);
  await cluster.during(two.resume(bob), 2_000);
  await cluster.during(one.say(ada, 'bob', 'n1', 1));
  expect(bob.news).toEqual(['+cas', 'ada: n1']);
  expect([ada.news, cas.news]).toEqual([['+bob', '+cas'], []]);
});

test('an instance that was apart keeps the stays of peers that it goes on to serve, with all that was said to them elsewhere', async () => {
  const { cluster, one, two, ada, bob, cas } = await three();
  const dan = await cluster.during(two.enter('dan'));
  await cluster.settle();
  two.bus.cut(true);
  await cluster.during(two.say(dan, 'bob', 'n1', 1));
  await cluster.settle(3_500);
  await cluster.during(one.say(ada, 'bob', 'elsewhere', 1));
  await cluster.during(two.say(dan, 'bob', 'n2', 2));
  two.bus.cut(false);
  await cluster.settle(3_000);
  await cluster.during(two.say(dan, 'bob', 'n3', 3));
  await cluster.during(one.say(ada, 'bob', 'again', 2));
  expect(bob.ends).toEqual([]);
  expect(bob.news).toEqual(['+cas', '+dan', 'dan: n1', 'dan: n2', 'ada: elsewhere', 'dan: n3', 'ada: again']);
  expect([ada.news, cas.news]).toEqual([['+bob', '+cas', '+dan'], ['+dan']]);
  expect(cluster.instances.filter(({ hub }) => hub.findStay(bob.token))).toEqual([two]);
});

test('while the bus is away everyone stays listed, neighbours go on, and the others are refused at once', async () => {
  const { cluster, one, two, tri, ada, bob, cas } = await three();
  const dan = await cluster.during(one.enter('dan'));
  await cluster.settle();
  cluster.broker.stop();
  await cluster.settle(10_000);
  expect(one.cluster.health).toEqual({ state: 'away', instances: 1, copies: expect.any(Number) });
  expect(await one.ids()).toEqual(['ada', 'bob', 'cas', 'dan']);
  await one.say(ada, 'dan', 'n1', 1);
  await expect(one.say(ada, 'bob', 'n2', 2)).rejects.toMatchObject({ code: 'unavailable' });
  const eve = await cluster.during(two.enter('eve'));
  cas.stay.leave();
  cluster.broker.start();
  await cluster.settle(4_000);
  expect(await one.ids()).toEqual(['ada', 'bob', 'dan', 'eve']);
  expect(tri.hub.peerCount).toBe(0);
  await cluster.during(one.say(ada, 'bob', 'n3', 3));
  expect(dan.news).toEqual(['ada: n1', '+eve', '-cas']);
  expect(bob.news.slice(1).sort()).toEqual(['+dan', '+eve', '-cas', 'ada: n3'].sort());
  expect(eve.found.sort()).toEqual(['ada', 'bob', 'cas', 'dan']);
});

test('of two that took an id while the bus was away the first one keeps it', async () => {
  const { cluster, one, two, ada } = await three();
  cluster.broker.stop();
  const first = await cluster.during(one.enter('eve'));
  const second = await cluster.during(two.enter('eve'));
  cluster.broker.start();
  await cluster.settle(4_000);
  expect([first.ends, second.ends]).toEqual([[], ['already-exists']]);
  expect(ada.news).toEqual(['+bob', '+cas', '+eve']);
  expect(await one.ids()).toEqual(['ada', 'bob', 'cas', 'eve']);
});

test('copies are made anew after the bus was away', async () => {
  const { cluster, one, two, ada, bob } = await three();
  cluster.broker.stop();
  await cluster.settle(1_000);
  cluster.broker.start();
  await cluster.settle(5_000);
  bob.lose();
  await cluster.during(one.say(ada, 'bob', 'n1', 1));
  cluster.kill(two);
  await cluster.during(one.say(ada, 'bob', 'n2', 2));
  await cluster.during(one.resume(bob));
  expect(bob.news).toEqual(['+cas', 'ada: n1', 'ada: n2']);
});

test('an instance that goes hands its stays on at once', async () => {
  const { cluster, one, two, ada, bob } = await three();
  bob.lose();
  await cluster.during(one.say(ada, 'bob', 'n1', 1));
  two.hub.close();
  await cluster.during(two.cluster.close(), 0);
  cluster.kill(two);
  expect(homeOf(cluster, bob.token)).toBeDefined();
  await cluster.during(one.resume(bob));
  expect(bob.news).toEqual(['+cas', 'ada: n1']);
  expect(ada.news).toEqual(['+bob', '+cas']);
});

test('a stay whose handover gets lost goes on where it was', async () => {
  const { cluster, one, two, ada, bob } = await three();
  let isLost = false;
  cluster.broker.loses = (subject, bytes) => {
    if (isLost || subject !== 'answer' || bytes.length < 150) return false;
    isLost = !two.hub.findStay(bob.token);
    return isLost;
  };
  const resumed = one.resume(bob);
  await cluster.during(
    resumed.catch(() => {}),
    6_000,
  );
  expect(isLost).toBe(true);
  await resumed;
  await cluster.during(one.say(ada, 'bob', 'n1', 1));
  expect(bob.news).toEqual(['+cas', 'ada: n1']);
  expect(ada.news).toEqual(['+bob', '+cas']);
});

test('an instance that comes is known to all, and knows all', async () => {
  const { cluster, one, ada } = await three();
  const late = cluster.add();
  const dan = await cluster.during(late.enter('dan'), 1_000);
  expect(dan.found.sort()).toEqual(['ada', 'bob', 'cas']);
  await cluster.settle();
  expect(ada.news).toEqual(['+bob', '+cas', '+dan']);
  expect(one.cluster.health.instances).toBe(4);
});

test('garbage on the bus changes nothing', async () => {
  const { cluster, one, ada, bob } = await three();
  const stranger = cluster.broker.connect();
  const subjects = ['all', `inst.${one.cluster.instanceId}`, `stay.${ada.stay.stayId}`];
  const frames = [new Uint8Array(), new Uint8Array(64).fill(255), new TextEncoder().encode('{"hello":"there"}')];
  for (let length = 1; length < 300; length += 7)
    frames.push(Uint8Array.from({ length }, (_, index) => (index * length) % 256));
  for (const subject of subjects) {
    for (const frame of frames) {
      stranger.publish(subject, frame);
      void stranger.request(subject, frame, { timeoutMs: 10 }).catch(() => {});
    }
  }
  await cluster.settle(1_000);
  await cluster.during(one.say(ada, 'bob', 'n1', 1));
  expect(bob.news).toEqual(['+cas', 'ada: n1']);
  expect(ada.news).toEqual(['+bob', '+cas']);
});

test('nothing is left of an instance that was closed', async () => {
  const cluster = await TestCluster.start({ count: 1 });
  const [one] = cluster.instances;
  const ada = await cluster.during(one?.enter('ada') ?? Promise.reject());
  one?.hub.close();
  await cluster.during(one?.cluster.close() ?? Promise.reject());
  expect(ada.ends).toEqual(['unavailable']);
  expect(cluster.clock.pending).toBe(0);
});
