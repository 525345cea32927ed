import { SdkError } from '@remotemedia/base';
import { expect, test } from 'vitest';
import { TestCluster, type TestInstance, type TestMember } from './testing/test-cluster.ts';

const PEERS = ['ada', 'bob', 'cas', 'dan', 'eve'];
const STEPS = 40;

/** Random numbers that are the same again for the same seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * below) | 0;
  };
}

interface Peer {
  readonly id: string;
  readonly member: TestMember;
  at: TestInstance;
  number: number;
  /** What was taken, and what may have been, by receiver. */
  readonly said: Map<string, { text: string; isSure: boolean }[]>;
}

test.each(Array.from({ length: 30 }, (_, index) => index + 1))(
  'whatever happens, nothing is lost or told twice (seed %i)',
  async (seed) => {
    const pick = random(seed);
    const cluster = await TestCluster.start({ count: 3 });
    const anyone = (): TestInstance => cluster.instances[pick(cluster.instances.length)] ?? cluster.add();
    const peers: Peer[] = [];
    for (const id of PEERS) {
      const at = anyone();
      peers.push({ id, at, member: await cluster.until(at.enter(id), 5_000), number: 0, said: new Map() });
    }
    await cluster.settle();

    async function resume(peer: Peer): Promise<void> {
      peer.member.lose();
      peer.at = anyone();
      await cluster.until(peer.at.resume(peer.member), 10_000);
    }

    async function say(peer: Peer): Promise<void> {
      const to = peers[pick(peers.length)];
      if (!to || to === peer) return;
      peer.number += 1;
      const text = `${peer.id}${peer.number}`;
      const said = peer.said.get(to.id) ?? [];
      peer.said.set(to.id, said);
      try {
        await cluster.until(peer.at.say(peer.member, to.id, text, peer.number), 15_000);
        said.push({ text, isSure: true });
      } catch (caught) {
        const { code } = SdkError.from(caught);
        expect(['unavailable', 'deadline-exceeded']).toContain(code);
        if (code === 'deadline-exceeded') said.push({ text, isSure: false });
      }
    }

    async function sayAnything(): Promise<void> {
      const peer = peers[pick(peers.length)];
      if (peer) await say(peer);
    }

    async function kill(): Promise<void> {
      const dead = anyone();
      cluster.kill(dead);
      cluster.add();
      for (const peer of peers) if (peer.at === dead) await resume(peer);
      // Until the others know, and have copied what that one had copies of.
      await cluster.settle(2_000);
    }

    async function setApart(): Promise<void> {
      const lone = anyone();
      lone.bus.cut(true);
      for (let count = pick(4); count > 0; count -= 1) await sayAnything();
      await cluster.settle(500 + pick(4_000));
      lone.bus.cut(false);
      await cluster.settle(4_000);
      for (const peer of peers) if (peer.member.stay.isOver) await resume(peer);
    }

    async function breakBus(): Promise<void> {
      cluster.broker.stop();
      await cluster.settle(500 + pick(2_000));
      cluster.broker.start();
      await cluster.settle(3_000);
    }

    for (let step = 0; step < STEPS; step += 1) {
      const peer = peers[pick(peers.length)];
      const what = pick(10);
      if (!peer || what === 0) await kill();
      else if (what === 1) await breakBus();
      else if (what === 2) await setApart();
      else if (what === 3) await resume(peer);
      else await say(peer);
    }
    await cluster.settle(5_000);

    for (const { id, member, at } of peers) {
      expect(await at.ids()).toEqual(PEERS);
      expect(member.ends.filter((code) => code !== 'aborted' && code !== 'unavailable')).toEqual([]);
      const comings = member.news.filter((word) => /^[-+!]/.test(word));
      expect([...member.found, ...comings.map((word) => word.replace('+', ''))].sort()).toEqual(
        PEERS.filter((other) => other !== id),
      );
    }
    for (const { id, said } of peers) {
      for (const to of peers) {
        const got = to.member.news
          .filter((word) => word.startsWith(`${id}: `))
          .map((word) => word.slice(id.length + 2));
        const sent = said.get(to.id) ?? [];
        expect(got).toEqual(sent.filter(({ text, isSure }) => isSure || got.includes(text)).map(({ text }) => text));
      }
    }
  },
  60_000,
);
