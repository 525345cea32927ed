import { ManualClock, SdkError } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionFaults } from './connection-faults.ts';
import { createFaultySignaling } from './faulty-signaling.ts';
import { createFaultyTokens } from './faulty-tokens.ts';
import { type FaultSimulator, type FaultTarget, simulateFaults } from './simulate-faults.ts';

let clock: ManualClock;
let faults: FaultSimulator;
let connections: ConnectionFaults;

beforeEach(() => {
  clock = new ManualClock();
  connections = new ConnectionFaults({ clock });
});

afterEach(() => {
  faults.close();
  connections.close();
});

function simulate(target: FaultTarget): FaultSimulator {
  faults = simulateFaults(target, { clock });
  return faults;
}

const idle = { state: { kind: 'joined' }, on: () => () => {}, close: async () => {} };

describe('a fault', () => {
  it('goes on until it is ended, or its time is up, or all are ended', async () => {
    const { channel, faults: signaling } = createFaultySignaling(idle, { clock });
    const counts: number[] = [];
    simulate({ signaling }).on('change', ({ length }) => counts.push(length));
    faults.start({ kind: 'signalingLost' }, { forMs: 500 });
    expect(channel.state.kind).toBe('recovering');
    await clock.advance(500);
    expect(channel.state.kind).toBe('joined');
    const lost = faults.start({ kind: 'signalingLost' });
    lost.end();
    lost.end();
    expect(counts).toEqual([1, 0, 1, 0]);
    faults.start({ kind: 'signalingLost' }, { forMs: 1_000 });
    faults.close();
    expect([channel.state.kind, clock.pending, faults.active]).toEqual(['joined', 0, []]);
  });

  it('says what it needs, and begins nothing without', () => {
    simulate({});
    for (const fault of [
      { kind: 'signalingLost' },
      { kind: 'serverRestarted' },
      { kind: 'tokenExpired' },
      { kind: 'peerCut', peerId: 'ada' },
      { kind: 'connectionLost', peerId: 'ada' },
      { kind: 'networkLost' },
      { kind: 'dataSlow' },
    ] as const) {
      expect(() => faults.start(fault)).toThrow(/^\[failed-precondition\] the fault \w+ needs "/);
    }
    expect(faults.active).toEqual([]);
  });
});

it('cuts and ends the connection to one peer', () => {
  const connection = new RTCPeerConnection();
  simulate({ connections, transport: { peers: [{ id: 'ada', connection }] } });
  faults.start({ kind: 'peerCut', peerId: 'ada' }).end();
  expect(() => faults.start({ kind: 'peerCut', peerId: 'bob' })).toThrow(/^\[not-found\]/);
  faults.start({ kind: 'connectionLost', peerId: 'ada' });
  expect(connection.signalingState).toBe('closed');
});

it('takes the network and the server away together', () => {
  const { channel, faults: signaling } = createFaultySignaling(idle, { clock });
  simulate({ signaling, connections });
  const lost = faults.start({ kind: 'networkLost' });
  expect([navigator.onLine, channel.state.kind]).toEqual([false, 'recovering']);
  lost.end();
  expect([navigator.onLine, channel.state.kind]).toEqual([true, 'joined']);
});

it('lets tokens run out, and brings good ones back', async () => {
  const tokens = createFaultyTokens(() => 'good');
  const { channel, faults: signaling } = createFaultySignaling(idle, { clock });
  const expired = simulate({ tokens, signaling }).start({ kind: 'tokenExpired' });
  expect(channel.state).toMatchObject({ kind: 'closed', error: expect.any(SdkError) });
  const [, claims = ''] = (await tokens.getToken()).split('.');
  expect(JSON.parse(atob(claims))).toEqual({ exp: 0 });
  expired.end();
  expect(await tokens.getToken()).toBe('good');
});

it('restarts the server', () => {
  const restart = vi.fn();
  simulate({ server: { restart } }).start({ kind: 'serverRestarted' });
  expect(restart).toHaveBeenCalledTimes(1);
});

it('pulls a device out and plugs it in again', async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [track] = stream.getAudioTracks();
  if (!track) throw new Error('no track');
  const news: string[] = [];
  const hear = () => news.push('devicechange');
  navigator.mediaDevices.addEventListener('devicechange', hear);
  track.onended = () => news.push('ended');
  const { deviceId } = track.getSettings();
  const has = async () =>
    (await navigator.mediaDevices.enumerateDevices()).some((device) => device.deviceId === deviceId);
  expect(await has()).toBe(true);
  const lost = simulate({}).start({ kind: 'deviceLost', track });
  expect([await has(), track.readyState]).toEqual([false, 'ended']);
  lost.end();
  expect(await has()).toBe(true);
  expect(news).toEqual(['ended', 'devicechange', 'devicechange']);
  navigator.mediaDevices.removeEventListener('devicechange', hear);
});

it('keeps the processor busy, with one Worker for each core, and lets it go', () => {
  const terminated = vi.spyOn(Worker.prototype, 'terminate');
  simulate({}).start({ kind: 'cpuLoad', cores: 2, share: 0.1 }).end();
  expect(terminated).toHaveBeenCalledTimes(2);
  expect(() => faults.start({ kind: 'cpuLoad', share: 2 })).toThrow(/^\[invalid-argument\] share/);
  expect(() => faults.start({ kind: 'cpuLoad', cores: 0 })).toThrow(/^\[invalid-argument\] cores/);
  terminated.mockRestore();
});
