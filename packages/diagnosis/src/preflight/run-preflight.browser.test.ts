import { SdkError } from '@remotemedia/base';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PreflightProgress } from './check-run.ts';
import { runPreflight } from './run-preflight.ts';

/** Connections and tracks that the check opened. */
let connections: RTCPeerConnection[] = [];
let tracks: MediaStreamTrack[] = [];

beforeEach(() => {
  const Real = RTCPeerConnection;
  vi.stubGlobal(
    'RTCPeerConnection',
    class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    },
  );
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async (constraints) => {
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  connections = [];
  tracks = [];
});

function expectNothingLeft(): void {
  expect(connections.map(({ signalingState }) => signalingState)).not.toContain('stable');
  expect(connections.map(({ signalingState }) => signalingState)).not.toContain('have-local-offer');
  expect(tracks.map(({ readyState }) => readyState)).not.toContain('live');
}

it('reports what a page with devices and without servers has', async () => {
  const progress: PreflightProgress[] = [];
  const report = await runPreflight({
    bandwidthMs: 500,
    signaling: async () => {},
    onProgress: (step) => progress.push(step),
  });
  const { checks } = report;
  expect(checks.browser).toMatchObject({ status: 'ok', details: { webRtc: true, dataChannels: true } });
  expect(checks.microphone).toMatchObject({
    status: 'ok',
    details: { opened: true, permission: 'granted', peakDbfs: expect.any(Number), sampleRateHz: expect.any(Number) },
  });
  expect(checks.camera).toMatchObject({ status: 'ok', details: { opened: true, hasPicture: true, width: 640 } });
  expect(checks.signaling).toMatchObject({ status: 'ok', details: { answeredAfterMs: expect.any(Number) } });
  for (const name of ['stun', 'turnUdp', 'turnTcp', 'turnTls'] as const) expect(checks[name].status).toBe('skipped');
  expect(checks.bandwidth).toMatchObject({ details: { via: 'host', lossRatio: expect.any(Number) } });
  expect(checks.bandwidth.details?.throughputKbps).toBeGreaterThan(0);
  expect(report.status).not.toBe('failed');
  expect(progress.map(({ name, state }) => `${name} ${state}`)).toEqual(
    expect.arrayContaining(Object.keys(checks).flatMap((name) => [`${name} started`, `${name} finished`])),
  );
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expectNothingLeft();
});

it('says of each check why it failed, and makes the others', async () => {
  vi.mocked(navigator.mediaDevices.getUserMedia).mockImplementation(async ({ audio }: MediaStreamConstraints = {}) => {
    throw new DOMException('no', audio ? 'NotAllowedError' : 'NotFoundError');
  });
  const report = await runPreflight({
    bandwidthMs: false,
    // Nothing listens there, and the browser says so at once.
    iceServers: [{ urls: 'turn:127.0.0.1:9?transport=tcp', username: 'ada', credential: 'hunter2hunter2' }],
    signaling: async () => {
      throw new SdkError('unavailable', 'no answer from wss://ada:hunter2@192.0.2.7/ws?token=abc123');
    },
  });
  const { microphone, camera, turnTcp, signaling, bandwidth } = report.checks;
  expect(microphone).toMatchObject({
    status: 'failed',
    advice: expect.stringContaining('allow it'),
    details: { opened: false },
  });
  expect(camera).toMatchObject({ status: 'failed', advice: expect.stringContaining('plug one in') });
  expect(turnTcp).toMatchObject({
    status: 'failed',
    advice: expect.stringContaining('firewall'),
    details: { serverCount: 1 },
  });
  expect(signaling).toMatchObject({ status: 'failed', errorCode: 'unavailable' });
  expect(bandwidth.status).toBe('skipped');
  expect(report.status).toBe('failed');
  expect(JSON.stringify(report)).not.toMatch(/hunter2|192\.0\.2\.7|abc123|127\.0\.0\.1/);
  expectNothingLeft();
});

it('ends a check whose time is up', async () => {
  let ended: AbortSignal | undefined;
  const report = await runPreflight({
    devices: false,
    bandwidthMs: false,
    timeoutMs: 100,
    signaling: (signal) => {
      ended = signal;
      return new Promise(() => {});
    },
  });
  expect(report.checks.signaling).toMatchObject({ status: 'failed', errorCode: 'deadline-exceeded' });
  expect(ended?.aborted).toBe(true);
});

it('says what it found out until the time was up', async () => {
  const report = await runPreflight({
    devices: false,
    bandwidthMs: false,
    timeoutMs: 300,
    // Nothing listens there, and nobody says so.
    iceServers: [{ urls: 'stun:127.0.0.1:9' }, { urls: 'turn:127.0.0.1:9', username: 'ada', credential: 'x' }],
  });
  const { stun, turnUdp } = report.checks;
  expect(stun).toMatchObject({ status: 'failed', advice: expect.stringContaining('No STUN server answered') });
  expect(turnUdp).toMatchObject({ status: 'failed', advice: expect.stringContaining('a firewall may block UDP') });
  expectNothingLeft();
});

it('does not wait for ever for an answer about a device, and stops one that comes late', async () => {
  let allow: (stream: MediaStream) => void = () => {};
  const late = await navigator.mediaDevices.getUserMedia({ audio: true });
  const answer = new Promise<MediaStream>((resolve) => {
    allow = resolve;
  });
  vi.mocked(navigator.mediaDevices.getUserMedia).mockImplementation(() => answer);
  const report = await runPreflight({ devices: { camera: false }, bandwidthMs: false, timeoutMs: 100 });
  expect(report.checks.microphone).toMatchObject({
    status: 'failed',
    advice: expect.stringContaining('nobody has answered'),
  });
  allow(late);
  await vi.waitFor(expectNothingLeft);
});

it('says what the browser does not like about a server', async () => {
  const iceServers = [{ urls: 'turn:', username: 'ada', credential: 'x' }];
  const report = await runPreflight({ devices: false, bandwidthMs: false, iceServers });
  expect(report.checks.turnUdp).toMatchObject({
    status: 'failed',
    advice: expect.stringContaining('not be completed'),
  });
});

it('lets go of everything when it is called off', async () => {
  const controller = new AbortController();
  const running = runPreflight({
    signal: controller.signal,
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    onProgress: ({ name, state }) => {
      if (name === 'camera' && state === 'started') setTimeout(() => controller.abort(), 50);
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(connections.length).toBeGreaterThan(0);
  await vi.waitFor(expectNothingLeft);
});

it('opens nothing at all when it was called off before', async () => {
  await expect(runPreflight({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  expect([connections, tracks]).toEqual([[], []]);
});

it.each([
  [{ timeoutMs: 0 }, 'timeoutMs'],
  [{ bandwidthMs: 31_000 }, 'bandwidthMs'],
  [{ bandwidthMs: Number.NaN }, 'bandwidthMs'],
  [{ bandwidthMaxBytes: -1 }, 'bandwidthMaxBytes'],
])('refuses %j', async (options, field) => {
  await expect(runPreflight(options)).rejects.toMatchObject({
    code: 'invalid-argument',
    detail: expect.stringContaining(field),
  });
});
