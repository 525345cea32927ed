import { ManualClock } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionFaults } from './connection-faults.ts';

const WAIT = { timeout: 15_000, interval: 20 };

let clock: ManualClock;
let faults: ConnectionFaults;
let connections: RTCPeerConnection[];

beforeEach(() => {
  clock = new ManualClock();
  faults = new ConnectionFaults({ clock });
  connections = [];
});

afterEach(() => {
  faults.close();
  for (const connection of connections) connection.close();
});

/** Two connected connections with one data channel, and what each side heard. */
async function connect() {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  connections.push(near, far);
  const init = { negotiated: true, id: 0 };
  const [channel, other] = [near.createDataChannel('talk', init), far.createDataChannel('talk', init)];
  const [nearHeard, farHeard, states]: string[][] = [[], [], []];
  channel.onmessage = ({ data }) => nearHeard?.push(data);
  other.onmessage = ({ data }) => farHeard?.push(data);
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined).catch(() => {});
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription as RTCSessionDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription as RTCSessionDescription);
  await vi.waitFor(() => expect([channel.readyState, other.readyState]).toEqual(['open', 'open']), WAIT);
  await vi.waitFor(() => expect(near.connectionState).toBe('connected'), WAIT);
  near.onconnectionstatechange = () => states?.push(near.connectionState);
  return { near, far, channel, other, nearHeard, farHeard, states };
}

describe('a connection that is cut', () => {
  it('looks cut, then failed, then as it is', async () => {
    const { near, states } = await connect();
    const restore = faults.cut(near, { failAfterMs: 1_000 });
    expect([near.connectionState, near.iceConnectionState]).toEqual(['disconnected', 'disconnected']);
    await clock.advance(1_000);
    restore();
    restore();
    expect(states).toEqual(['disconnected', 'failed', 'connected']);
    expect(clock.pending).toBe(0);
  });

  it('holds what is sent and what comes, and delivers all of it afterwards, in order', async () => {
    const { near, channel, other, nearHeard, farHeard } = await connect();
    const restore = faults.cut(near);
    for (const text of ['a', 'b']) {
      channel.send(text);
      other.send(text);
    }
    expect(channel.bufferedAmount).toBe(2);
    // A message of another pair has come by then, so these would have, too.
    const { channel: free, farHeard: freeHeard } = await connect();
    free.send('free');
    await vi.waitFor(() => expect(freeHeard).toEqual(['free']), WAIT);
    expect([nearHeard, farHeard]).toEqual([[], []]);
    restore();
    channel.send('c');
    other.send('c');
    await vi.waitFor(() => expect([nearHeard, farHeard]).toEqual(Array(2).fill(['a', 'b', 'c'])), WAIT);
  });

  it('is closed when its owner closes it', async () => {
    const { near, states } = await connect();
    faults.cut(near);
    near.close();
    expect([near.connectionState, near.iceConnectionState]).toEqual(['closed', 'closed']);
    expect(faults.connections).not.toContain(near);
    expect([states, clock.pending]).toEqual([['disconnected'], 0]);
  });
});

describe('data channels that are slow', () => {
  it('let so much through each second, and tell when there is headroom', async () => {
    const { channel, farHeard } = await connect();
    const restore = faults.hold({ bytesPerSecond: 200, label: 'talk' });
    let headroom = 0;
    channel.onbufferedamountlow = () => {
      headroom += 1;
    };
    await clock.advance(100);
    for (let index = 0; index < 10; index += 1) channel.send('0123456789');
    expect(channel.bufferedAmount).toBe(100);
    await clock.advance(250);
    await vi.waitFor(() => expect(farHeard?.length).toBe(5), WAIT);
    expect(headroom).toBe(0);
    restore();
    await vi.waitFor(() => expect(farHeard?.length).toBe(10), WAIT);
    expect(headroom).toBeGreaterThan(0);
  });

  it('stay shut while anything else holds them', async () => {
    const { near, channel, farHeard } = await connect();
    const restore = faults.cut(near);
    const slow = faults.hold({ bytesPerSecond: 1_000_000 });
    channel.send('a');
    await clock.advance(500);
    slow();
    expect(channel.bufferedAmount).toBe(1);
    restore();
    await vi.waitFor(() => expect(farHeard).toEqual(['a']), WAIT);
    expect(clock.pending).toBe(0);
  });

  it('are only those that were asked for', async () => {
    const { channel, farHeard } = await connect();
    faults.hold({ label: 'other' });
    channel.send('a');
    await vi.waitFor(() => expect(farHeard).toEqual(['a']), WAIT);
  });

  it('take a copy of what they hold', async () => {
    const { channel, other } = await connect();
    other.binaryType = 'arraybuffer';
    const heard: number[][] = [];
    other.onmessage = ({ data }) => heard.push([...new Uint8Array(data)]);
    const restore = faults.hold();
    const bytes = new Uint8Array([1, 2, 3]);
    channel.send(bytes.subarray(1));
    bytes.fill(9);
    restore();
    await vi.waitFor(() => expect(heard).toEqual([[2, 3]]), WAIT);
  });
});

describe('a network that is away', () => {
  it('cuts all connections, also new ones, and the page hears of it', async () => {
    const { near, far } = await connect();
    const news: string[] = [];
    const hear = ({ type }: Event) => news.push(`${type} ${navigator.onLine}`);
    addEventListener('offline', hear);
    addEventListener('online', hear);
    const restore = faults.goOffline();
    const late = new RTCPeerConnection();
    connections.push(late);
    expect([near, far, late].map(({ connectionState }) => connectionState)).toEqual([
      'disconnected',
      'disconnected',
      'connecting',
    ]);
    restore();
    expect([near, far, late].map(({ connectionState }) => connectionState)).toEqual(['connected', 'connected', 'new']);
    expect(news).toEqual(['offline false', 'online true']);
    removeEventListener('offline', hear);
    removeEventListener('online', hear);
  });
});

it('puts everything back when it is closed', async () => {
  const { near } = await connect();
  const Real = Object.getPrototypeOf(RTCPeerConnection);
  faults.goOffline();
  faults.close();
  faults.close();
  expect(RTCPeerConnection).toBe(Real);
  expect([near.connectionState, navigator.onLine, clock.pending]).toEqual(['connected', true, 0]);
});

it('ends what it holds when it is closed', async () => {
  const { channel, farHeard } = await connect();
  faults.hold({ bytesPerSecond: 10 });
  channel.send('0123456789');
  channel.send('0123456789');
  faults.close();
  expect(clock.pending).toBe(0);
  await vi.waitFor(() => expect(farHeard?.length).toBe(2), WAIT);
});

it('says that it cannot cut what it has not seen being made', () => {
  faults.close();
  const stranger = new RTCPeerConnection();
  connections.push(stranger);
  faults = new ConnectionFaults({ clock });
  expect(() => faults.cut(stranger)).toThrow(/^\[not-found\]/);
});
