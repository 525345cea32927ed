import { setTimeout as sleep } from 'node:timers/promises';
import { createGrpcWebChannel, createWebSocketChannel } from '@remotemedia/signaling';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { Balancer } from './balancer.ts';
import { CountingPeer } from './counting-peer.ts';
import { NATS_SERVER, NatsProcess } from './nats-process.ts';
import { buildServer, ServerProcess, type ServerProgram } from './server-process.ts';

// Node 20 has no WebSocket of its own; this one has the same interface.
Object.assign(globalThis, { WebSocket: NodeWebSocket });

const SERVERS = 3;
/** Longer than it takes to notice that an instance or NATS is gone. */
const OUTAGE_MS = 1_500;
/** Longer than it takes until a silent instance counts as dead, and shorter than what peers wait for a stream to come back. */
const DEAD_MS = 3_500;

describe.skipIf(NATS_SERVER === undefined)(
  'three servers on one NATS (skipped where nats-server is not installed)',
  () => {
    let program: ServerProgram;
    let nats: NatsProcess;
    let balancer: Balancer;
    let servers: ServerProcess[] = [];
    let peers: CountingPeer[] = [];

    beforeAll(async () => {
      program = await buildServer();
    }, 60_000);
    afterAll(() => program.remove());

    beforeEach(async () => {
      nats = await NatsProcess.start();
      const options = { host: '127.0.0.1', port: 0, rates: false, nats: { servers: nats.url } } as const;
      servers = Array.from({ length: SERVERS }, () => new ServerProcess(program, options));
      await Promise.all(servers.map((server) => server.start()));
      balancer = await Balancer.open(() => servers.map(({ port }) => port).filter((port) => port !== undefined));
      await healthy();
      const channels = [
        createGrpcWebChannel(`http://${balancer.host}`),
        createWebSocketChannel(`ws://${balancer.host}`),
        createGrpcWebChannel(`http://${balancer.host}`),
        createWebSocketChannel(`ws://${balancer.host}`),
      ];
      peers = channels.map((channel, index) => new CountingPeer(`peer-${index + 1}`, channel));
      for (const peer of peers) await peer.join('cluster');
    }, 60_000);

    afterEach(async () => {
      await Promise.all(peers.map((peer) => peer.close().catch(() => {})));
      await balancer.close();
      await Promise.all(servers.map((server) => server.kill()));
      await nats.kill();
    });

    /** All servers run and see each other. */
    async function healthy(): Promise<void> {
      await vi.waitFor(
        async () => {
          for (const { port } of servers) {
            const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
            expect(metrics).toMatch(new RegExp(`^\\S*instances\\S* ${SERVERS}$`, 'm'));
          }
        },
        { timeout: 15_000, interval: 50 },
      );
    }

    /** Everyone counts to everyone while something happens; then every number has to be there, once and in order. */
    async function expectNothingLost(during: () => Promise<void>): Promise<void> {
      await vi.waitFor(() => expect(peers.map(({ news }) => news.length)).toEqual([3, 2, 1, 0]), 5_000);
      const heard = peers.map(({ news }) => [...news]);
      const counting = peers.flatMap((peer) =>
        peers.filter((other) => other !== peer).map((other) => peer.count(other)),
      );
      const failed = Promise.all(counting);
      failed.catch(() => {});
      await during();
      for (const peer of peers) peer.stop();
      await failed;
      await vi.waitFor(
        () => {
          for (const peer of peers) {
            for (const other of peers) {
              if (other === peer) continue;
              const count = peer.sent.get(other.id) ?? 0;
              expect(count).toBeGreaterThan(20);
              expect(other.got.get(peer.id)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
            }
          }
        },
        { timeout: 15_000, interval: 100 },
      );
      expect(peers.map(({ news }) => news)).toEqual(heard);
    }

    test('nothing is lost and nothing comes twice while each is killed in turn and started again', async () => {
      await expectNothingLost(async () => {
        for (const server of servers) {
          await sleep(OUTAGE_MS);
          await server.kill();
          await sleep(OUTAGE_MS);
          await server.start();
          await healthy();
        }
      });
    }, 120_000);

    test('nothing is lost and nothing comes twice while NATS is killed and started again', async () => {
      await expectNothingLost(async () => {
        await sleep(OUTAGE_MS);
        await nats.kill();
        await sleep(OUTAGE_MS);
        await nats.start();
        await healthy();
        await sleep(OUTAGE_MS);
      });
    }, 120_000);

    test('nothing is lost and nothing comes twice while each stands still until it is thought dead', async () => {
      await expectNothingLost(async () => {
        for (const server of servers) {
          server.pause();
          await sleep(DEAD_MS);
          server.resume();
          await healthy();
          await sleep(OUTAGE_MS);
        }
      });
    }, 120_000);

    test('nothing is lost and nothing comes twice while each is asked to go and started again', async () => {
      await expectNothingLost(async () => {
        for (const server of servers) {
          await sleep(500);
          await server.stop();
          await server.start();
          await healthy();
        }
      });
    }, 120_000);
  },
);
