import { ManualClock, type Undo } from '@remotemedia/base';
import { afterEach, expect, it } from 'vitest';
import type { DataLane } from '../data-lane.ts';
import type { JsonValue, LaneMessage } from '../lane-message.ts';
import { StripeConnections } from './stripe-connections.ts';
import type { StripePort } from './stripe-port.ts';
import { readStripeSignal } from './stripe-signal.ts';
import { StripedLane } from './striped-lane.ts';

const closing: Undo[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Two ports that hear each other, and the connections made through them. */
function ports(): { ports: [StripePort, StripePort]; connections: RTCPeerConnection[] } {
  const listeners: ((body: JsonValue) => void)[] = [];
  const connections: RTCPeerConnection[] = [];
  const port = (mine: number): StripePort => ({
    control: {
      send: (_topic, body) => void setTimeout(() => listeners[1 - mine]?.(body)),
      on: (_topic, listener) => {
        listeners[mine] = listener;
        return () => delete listeners[mine];
      },
    },
    createConnection: () => {
      const connection = new RTCPeerConnection();
      connections.push(connection);
      return connection;
    },
  });
  return { ports: [port(0), port(1)], connections };
}

it('opens further connections, spreads messages over them, and closes them', async () => {
  const { ports: sides, connections } = ports();
  const lanes: DataLane[][] = [[], []];
  const faults: unknown[] = [];
  const [near, far] = sides.map((port, side) => {
    const made = new StripeConnections(port, {
      onLane: (lane) => lanes[side]?.push(lane),
      onFault: (error) => faults.push(error),
    });
    closing.push(() => made.close());
    return made;
  }) as [StripeConnections, StripeConnections];
  for (let count = 0; count < 3; count += 1) near.open();
  await expect.poll(() => lanes.flat().filter(({ isOpen }) => isOpen).length, { timeout: 10_000 }).toBe(6);
  const [[mainNear, ...stripesNear], [mainFar, ...stripesFar]] = lanes as [
    [DataLane, ...DataLane[]],
    [DataLane, ...DataLane[]],
  ];
  const [one, two] = [new StripedLane(mainNear), new StripedLane(mainFar)];
  const came: LaneMessage[] = [];
  two.on('message', (message) => came.push(message));
  for (const lane of stripesFar) two.add(lane);
  for (const lane of stripesNear) one.add(lane);
  await Promise.all(Array.from({ length: 200 }, (_, index) => one.send([index, 'x'.repeat(20_000)])));
  await expect.poll(() => came.length, { timeout: 10_000 }).toBe(200);
  expect(came.map(({ data }) => (data as number[])[0])).toEqual(Array.from({ length: 200 }, (_, index) => index));
  expect(stripesFar.every(({ stats }) => stats.messagesReceived > 0)).toBe(true);
  near.closeMine();
  far.close();
  await expect.poll(() => connections.every(({ connectionState }) => connectionState === 'closed')).toBe(true);
  expect(connections).toHaveLength(6);
  expect(faults).toEqual([]);
});

it('keeps no connection that a peer offered badly, and takes no signal that makes no sense', async () => {
  const { ports: sides, connections } = ports();
  const faults: { code: string }[] = [];
  const made = new StripeConnections(sides[0], { onLane: () => {}, onFault: (error) => faults.push(error) });
  closing.push(() => made.close());
  sides[1].control.on('stripes', () => {});
  for (let id = 0; id < 20; id += 1) {
    sides[1].control.send('stripes', { id, isMine: true, description: { type: 'offer', sdp: 'v=0' } });
  }
  for (const body of [null, 'x', [], { id: -1, isMine: true }, { id: 1, isMine: true, candidate: 'x' }]) {
    expect(() => readStripeSignal(body)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    sides[1].control.send('stripes', body);
  }
  const video = { type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' } as const;
  expect(() => readStripeSignal({ id: 1, isMine: true, description: video })).toThrow(
    expect.objectContaining({ code: 'invalid-argument' }),
  );
  await expect.poll(() => faults.filter(({ code }) => code === 'invalid-argument').length).toBe(5);
  expect(connections.length).toBeLessThanOrEqual(20);
  await expect.poll(() => connections.every(({ connectionState }) => connectionState === 'closed')).toBe(true);
});

/** One side, and how to make the other one offer so many connections. */
function offered(clock: ManualClock) {
  const { ports: sides, connections } = ports();
  const faults: { code: string }[] = [];
  const made = new StripeConnections(sides[0], { onLane: () => {}, onFault: (error) => faults.push(error) }, clock);
  closing.push(() => made.close());
  sides[1].control.on('stripes', () => {});
  const offer = async (count: number, sdp: string) => {
    for (let id = 0; id < count; id += 1) {
      sides[1].control.send('stripes', { id, isMine: true, description: { type: 'offer', sdp } });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { connections, faults, offer };
}

it('makes no more than 64 connections for a peer in a minute', async () => {
  const clock = new ManualClock();
  const { connections, faults, offer } = offered(clock);
  await offer(100, 'v=0');
  await expect.poll(() => faults.length).toBe(100);
  expect(connections).toHaveLength(64);
  expect(faults.at(-1)).toMatchObject({ code: 'resource-exhausted' });
  await clock.advance(60_000);
  await offer(1, 'v=0');
  await expect.poll(() => connections.length).toBe(65);
});

it('has no more than 16 at a time, and gives up those that do not come about', async () => {
  const clock = new ManualClock();
  const { connections, offer } = offered(clock);
  const other = new RTCPeerConnection();
  closing.push(() => other.close());
  other.createDataChannel('x', { negotiated: true, id: 0 });
  await other.setLocalDescription();
  await offer(20, other.localDescription?.sdp ?? '');
  expect(connections).toHaveLength(16);
  await clock.advance(15_000);
  expect(connections.every(({ connectionState }) => connectionState === 'closed')).toBe(true);
  expect(clock.pending).toBe(0);
});
