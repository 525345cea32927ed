import { ManualClock, SdkError, type Undo } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DiagnosticsRecorder } from './diagnostics-recorder.ts';
import type { DiagnosticsPeer, DiagnosticsSource } from './diagnostics-source.ts';
import { exportDiagnostics } from './export-diagnostics.ts';

const WAIT = { timeout: 15_000, interval: 20 };

let clock: ManualClock;
let recorder: DiagnosticsRecorder;
let connections: RTCPeerConnection[];

beforeEach(() => {
  clock = new ManualClock();
  recorder = new DiagnosticsRecorder({ clock });
  connections = [];
});

afterEach(() => {
  recorder.close();
  for (const connection of connections) connection.close();
});

function openConnection(): RTCPeerConnection {
  const connection = new RTCPeerConnection();
  connections.push(connection);
  return connection;
}

/** Connects two with one data channel, and sends a message over it. */
async function connect(near: RTCPeerConnection, far: RTCPeerConnection, message: string): Promise<void> {
  const channel = near.createDataChannel('Secret plans of Ada', { negotiated: true, id: 0 });
  const other = far.createDataChannel('Secret plans of Ada', { negotiated: true, id: 0 });
  const pass = (from: RTCPeerConnection, to: RTCPeerConnection) => {
    from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined).catch(() => {});
  };
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription as RTCSessionDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription as RTCSessionDescription);
  pass(near, far);
  pass(far, near);
  await vi.waitFor(() => expect(channel.readyState).toBe('open'), WAIT);
  const heard = new Promise((resolve) => other.addEventListener('message', resolve));
  channel.send(message);
  await heard;
}

const kinds = () => recorder.events.map(({ kind }) => kind);

describe('a connection that is watched', () => {
  it('is recorded with its calls, states and numbers, and without who, where and what was said', async () => {
    const [near, far] = [openConnection(), openConnection()];
    const undo = recorder.watchConnection(near, 'ada@example.org');
    await connect(near, far, 'the vault is open');
    await recorder.sampleStats();

    expect(kinds()).toEqual(
      expect.arrayContaining([
        'connection',
        'call.createDataChannel',
        'call.setLocalDescription',
        'call.setRemoteDescription',
        'on.candidate',
        'on.signalingState',
        'on.connectionState',
      ]),
    );
    expect(recorder.stats[0]?.changed['transport-1']).toMatchObject({ dtlsState: 'connected' });
    const all = JSON.stringify(exportDiagnostics(recorder));
    const { sdp = '' } = near.localDescription ?? {};
    const secrets = [/a=ice-pwd:(.*)/, /a=ice-ufrag:(.*)/, /a=fingerprint:\S+ (.*)/, /typ host/].flatMap(
      (form) => form.exec(sdp)?.[1]?.trim() ?? [],
    );
    expect(secrets.length).toBe(3);
    for (const secret of [...secrets, 'vault', 'Secret plans', 'ada@example.org']) expect(all).not.toContain(secret);
    for (const [, address = ''] of sdp.matchAll(/^a=candidate:\S+ \d \S+ \d+ (\S+)/gm)) {
      expect(all).not.toContain(address);
    }
    undo();
    expect(Object.getOwnPropertyNames(near)).toEqual([]);
  });

  it('still does what it is asked, and says what failed', async () => {
    const near = openConnection();
    recorder.watchConnection(near);
    await expect(near.setRemoteDescription({ type: 'offer', sdp: 'no sdp of 192.0.2.1' })).rejects.toThrow();
    expect(() => near.addTransceiver('smell' as 'audio')).toThrow(TypeError);
    expect(kinds()).toEqual(expect.arrayContaining(['failed.setRemoteDescription', 'failed.addTransceiver']));
    expect(JSON.stringify(recorder.events)).not.toContain('192.0.2.1');
  });

  it('has its numbers read at intervals, and only changes are kept', async () => {
    const [near, far] = [openConnection(), openConnection()];
    recorder.watchConnection(near);
    await connect(near, far, 'x');
    await clock.advance(5_000);
    await vi.waitFor(() => expect(recorder.stats.length).toBe(1), WAIT);
    await vi.waitFor(() => expect(clock.pending).toBe(1), WAIT);
    await clock.advance(5_000);
    await vi.waitFor(() => expect(clock.pending).toBe(1), WAIT);
    const [first, second] = recorder.stats;
    expect(Object.keys(first?.changed['transport-1'] ?? {})).toContain('dtlsState');
    expect(Object.keys(second?.changed['transport-1'] ?? {})).not.toContain('dtlsState');
  });

  it('is let go of when it was closed, and the timer with the last', async () => {
    const near = openConnection();
    recorder.watchConnection(near);
    expect(clock.pending).toBe(1);
    near.close();
    expect(kinds()).toContain('call.close');
    await clock.advance(5_000);
    expect(clock.pending).toBe(0);
    expect(Object.getOwnPropertyNames(near)).toEqual([]);
  });
});

it('lets go of a connection that is closed although no statistics are read', async () => {
  const quiet = new DiagnosticsRecorder({ clock, statsIntervalMs: false });
  const near = openConnection();
  quiet.watchConnection(near);
  near.close();
  await clock.advance(0);
  expect(quiet.events.at(-1)?.kind).toBe('call.close');
  expect(Object.getOwnPropertyNames(near)).toEqual([]);
  quiet.close();
});

it('does not begin with a connection that is closed', () => {
  const near = openConnection();
  near.close();
  recorder.watchConnection(near);
  expect([recorder.events, clock.pending, Object.getOwnPropertyNames(near)]).toEqual([[], 0, []]);
});

it('has one timer, also when connections go and come while statistics are read', async () => {
  let answer: () => void = () => {};
  const slow = openConnection();
  Object.defineProperty(slow, 'getStats', {
    value: () => new Promise((resolve) => (answer = () => resolve(new Map()))),
  });
  const undo = recorder.watchConnection(slow);
  await clock.advance(5_000);
  undo();
  recorder.watchConnection(openConnection());
  answer();
  await clock.advance(0);
  expect(clock.pending).toBe(1);
});

describe('a transport that is watched', () => {
  it('brings its peers, their states, and errors without their names', async () => {
    const listeners = new Map<string, (payload: unknown) => void>();
    const stateListeners = new Set<(state: unknown) => void>();
    const on = (name: string, listener: (payload: unknown) => void): Undo => {
      listeners.set(name, listener);
      return () => void listeners.delete(name);
    };
    const ada: DiagnosticsPeer = {
      id: 'ada-1815',
      displayName: 'Ada Lovelace',
      connection: openConnection(),
      on: (_event, listener) => {
        stateListeners.add(listener);
        return () => void stateListeners.delete(listener);
      },
    };
    const source: { peers: DiagnosticsPeer[]; on: DiagnosticsSource['on'] } = { peers: [], on };
    recorder.watch(source);
    source.peers = [ada];
    listeners.get('peersChange')?.(undefined);
    for (const tell of stateListeners) tell({ kind: 'recovering', stage: 'restarting', attempt: 1 });
    listeners.get('error')?.({ peer: ada, error: new SdkError('unavailable', 'no way to Ada Lovelace (ada-1815)') });
    listeners.get('stateChange')?.({ kind: 'closed', error: new SdkError('unauthenticated', 'token=abc123xyz') });

    expect(recorder.events.filter(({ kind }) => !kind.startsWith('on.'))).toEqual([
      { atMs: 0, kind: 'connection', connection: 'connection-1', data: { peer: 'peer-1' } },
      {
        atMs: 0,
        kind: 'peer.state',
        data: { peer: 'peer-1', state: { kind: 'recovering', stage: 'restarting', attempt: 1 } },
      },
      { atMs: 0, kind: 'error', data: { code: 'unavailable', detail: 'no way to peer-1 (peer-1)' } },
      {
        atMs: 0,
        kind: 'transport.state',
        data: { kind: 'closed', error: { code: 'unauthenticated', detail: 'token=[redacted]' } },
      },
    ]);
    source.peers = [];
    listeners.get('peersChange')?.(undefined);
    expect(stateListeners.size).toBe(0);
    recorder.close();
    expect([listeners.size, clock.pending]).toEqual([0, 0]);
  });
});

it('keeps neither our own names nor that of the room', () => {
  const listeners = new Map<string, (payload: unknown) => void>();
  recorder.watch({
    ...{ peers: [], peerId: 'bob-7', displayName: 'Bob Byron', room: 'takeover of Acme' },
    on: (name, listener) => {
      listeners.set(name, listener);
      return () => {};
    },
  });
  listeners.get('error')?.(new SdkError('not-found', 'no room "takeover of Acme" for Bob Byron (bob-7)'));
  const detail = 'no room "room-1" for self (self)';
  expect(recorder.events).toEqual([{ atMs: 0, kind: 'error', data: { code: 'not-found', detail } }]);
});

it('stays within its size however much happens', () => {
  const small = new DiagnosticsRecorder({ clock, maxEvents: 100, maxChars: 10_000 });
  for (let index = 0; index < 10_000; index += 1) small.record('app.step', { index, note: 'x'.repeat(index % 400) });
  const exported = exportDiagnostics(small);
  expect(exported.events.length).toBeLessThanOrEqual(100);
  expect(exported.events.at(-1)?.data).toMatchObject({ index: 9_999 });
  expect(exported.dropped.events).toBe(10_000 - exported.events.length);
  expect(JSON.stringify(exported).length).toBeLessThan(15_000);
  small.close();
});

it('says where it runs in words that many share', () => {
  const { environment, format, version } = exportDiagnostics(recorder);
  expect([format, version]).toEqual(['remotemedia-diagnostics', 1]);
  expect(environment).toMatchObject({ browser: 'Chrome', system: 'Linux', visibility: 'visible' });
  expect(environment.browserMajor).toBeGreaterThan(100);
});

it.each([{ maxEvents: 1 }, { maxChars: 100 }, { statsIntervalMs: 1 }, { maxEvents: Number.NaN }])(
  'refuses %j',
  (options) => {
    expect(() => new DiagnosticsRecorder(options)).toThrow(/^\[invalid-argument\]/);
  },
);
