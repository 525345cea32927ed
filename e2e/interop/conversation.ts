import { type RemoteMediaServer, startServer } from '@remotemedia/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Enter, type ForeignPeer, Refusal } from './foreign-peer.ts';

const ROOM = 'interop';
const SERVER_PEER = 'remotemedia-server';

/** A description with a text of its own that is not ASCII, so that a wrong encoding shows. */
function sdpOf(kind: string, from: string, to: string): string {
  return `v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=${kind} ${from} → ${to}, grüße 🎈\r\nt=0 0\r\n`;
}

function candidateOf(from: string, to: string, number: number): string {
  return `candidate:${number} 1 udp 2122260223 192.0.2.${number} 54321 typ host ufrag ${from}.${to}`;
}

/**
 * Runs the same conversation with every ordered pair of clients in one room of one server.
 *
 * @param title of the suite
 * @param clients how each enters, by name; the names become peer ids
 */
export function describeConversation(title: string, clients: Readonly<Record<string, Enter>>): void {
  const names = Object.keys(clients);
  const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));
  describe(title, () => {
    const peers = new Map<string, ForeignPeer>();
    let server: RemoteMediaServer;
    const peer = (name: string): ForeignPeer => {
      const found = peers.get(name);
      if (found) return found;
      throw new Error(`${name} did not enter`);
    };

    beforeAll(async () => {
      server = await startServer({ host: '127.0.0.1', port: 0 });
    });
    afterAll(async () => {
      await Promise.allSettled([...peers.values()].map((left) => left.leave()));
      await server.close();
    });

    it('each enters and is announced to those who were there before', async () => {
      for (const [name, enter] of Object.entries(clients)) {
        const former = [...peers.values()];
        peers.set(name, await enter({ serverUrl: server.url, id: name, room: ROOM }));
        for (const other of former) expect(await other.news.next()).toEqual({ kind: 'joined', peer: name });
      }
    });

    it.each(names)('%s sees everyone in the list', async (name) => {
      expect([...(await peer(name).list())].sort()).toEqual([...names].sort());
    });

    it.each(pairs)('%s calls %s', async (from, to) => {
      await call(peer(from), peer(to));
    });

    it.each(names)('%s is told that a peer is not there, and why the server itself takes no offer', async (name) => {
      const sdp = sdpOf('offer', name, 'nobody');
      await expect(peer(name).offer('nobody', sdp)).rejects.toThrow(Refusal);
      await expect(peer(name).offer('nobody', sdp)).rejects.toThrow(/not found/i);
      await expect(peer(name).offer(SERVER_PEER, sdp)).rejects.toThrow(SERVER_PEER);
      expect(await peer(name).list()).toContain(name);
    });

    it('each leaves and those who stay are told', async () => {
      for (const name of names) {
        const leaving = peer(name);
        peers.delete(name);
        await leaving.leave();
        for (const other of peers.values()) expect(await other.news.next()).toEqual({ kind: 'left', peer: name });
      }
      await expect.poll(() => server.stats().peers).toBe(0);
    });
  });
}

/** Offer, answer, two candidates each way and the end of them; nothing else arrives in between. */
async function call(caller: ForeignPeer, callee: ForeignPeer): Promise<void> {
  const offer = sdpOf('offer', caller.id, callee.id);
  await caller.offer(callee.id, offer);
  expect(await callee.news.next()).toEqual({ kind: 'offer', peer: caller.id, text: offer });
  const answer = sdpOf('answer', callee.id, caller.id);
  await callee.answer(caller.id, answer);
  expect(await caller.news.next()).toEqual({ kind: 'answer', peer: callee.id, text: answer });
  await trickle(caller, callee);
  await trickle(callee, caller);
}

async function trickle(from: ForeignPeer, to: ForeignPeer): Promise<void> {
  const lines = [candidateOf(from.id, to.id, 1), candidateOf(from.id, to.id, 2), ''];
  for (const line of lines) await from.candidate(to.id, line);
  for (const text of lines) expect(await to.news.next()).toEqual({ kind: 'candidate', peer: from.id, text });
}
