import { afterEach, describe, expect, test } from 'vitest';
import { toStunSettings } from '../stun/stun-options.ts';
import { StunServer } from '../stun/stun-server.ts';
import { VERSION } from '../version.ts';
import type { MetricSources } from './metric-sources.ts';
import { ServerMetrics } from './server-metrics.ts';

const STATS = { peers: 5, rooms: 2, waitingPeers: 1, pendingOffers: 3, streams: 4, webSockets: 2, sockets: 7 };
const opened: ServerMetrics[] = [];
const open = (sources: Partial<MetricSources> = {}): ServerMetrics => {
  const metrics = new ServerMetrics({ stats: () => STATS, isDraining: () => false, ...sources });
  opened.push(metrics);
  return metrics;
};
afterEach(() => {
  for (const metrics of opened.splice(0)) metrics.close();
});

/** The value of one line of the text, `name` with its labels. */
const read = async (metrics: ServerMetrics, name: string): Promise<number> => {
  const line = (await metrics.text()).split('\n').find((one) => one.startsWith(`${name} `));
  if (line === undefined) throw new Error(`there is no ${name}`);
  return Number(line.slice(name.length));
};

describe('the metrics of a server', () => {
  test("have upstream's names", async () => {
    const metrics = open();
    expect(await read(metrics, 'grpc_webrtc_signaling_peers_total')).toBe(5);
    expect(await read(metrics, 'grpc_webrtc_signaling_streams_active')).toBe(6);
    expect(await read(metrics, 'grpc_webrtc_signaling_pending_offers')).toBe(3);
    for (const type of ['offer', 'answer', 'ice_candidate', 'disconnect'] as const) {
      expect(await read(metrics, `grpc_webrtc_signaling_messages_total{type="${type}"}`)).toBe(0);
      metrics.accepted(type);
      metrics.accepted(type);
      expect(await read(metrics, `grpc_webrtc_signaling_messages_total{type="${type}"}`)).toBe(2);
    }
  });

  test('count what happens in the hub', async () => {
    const metrics = open();
    metrics.joined(3);
    metrics.left(undefined);
    metrics.left('resource-exhausted');
    metrics.relayed(0.3);
    metrics.refused('not-found');
    metrics.resumed(undefined);
    metrics.resumed('unauthenticated');
    metrics.resumed('data-loss');
    metrics.resumed('out-of-range');
    const ours = (rest: string): Promise<number> => read(metrics, `remotemedia_signaling_${rest}`);
    expect(await ours('join_duration_seconds_bucket{le="0.0025"}')).toBe(0);
    expect(await ours('join_duration_seconds_bucket{le="0.005"}')).toBe(1);
    expect(await ours('relay_duration_seconds_sum')).toBeCloseTo(0.0003);
    expect(await ours('relay_duration_seconds_count')).toBe(1);
    expect(await ours('leaves_total')).toBe(1);
    expect(await ours('cut_off_peers_total{reason="RESOURCE_EXHAUSTED"}')).toBe(1);
    expect(await ours('refusals_total{code="NOT_FOUND"}')).toBe(1);
    expect(await ours('refusals_total{code="INTERNAL"}')).toBe(0);
    for (const outcome of ['resumed', 'unknown', 'missed_too_much', 'refused']) {
      expect(await ours(`resumes_total{outcome="${outcome}"}`)).toBe(1);
    }
  });

  test('say what the server holds', async () => {
    const metrics = open({ isDraining: () => true });
    const ours = (rest: string): Promise<number> => read(metrics, `remotemedia_signaling_${rest}`);
    expect(await ours('rooms')).toBe(2);
    expect(await ours('waiting_peers')).toBe(1);
    expect(await ours('draining')).toBe(1);
    expect(await ours('connections{kind="socket"}')).toBe(7);
    expect(await ours('connections{kind="grpc_stream"}')).toBe(4);
    expect(await ours('connections{kind="websocket"}')).toBe(2);
    expect(await ours(`info{version="${VERSION}"}`)).toBe(1);
  });

  test('tell of the bus and of STUN where there is one', async () => {
    expect(await open().text()).not.toMatch(/bus_connected|instances|stun/);
    const metrics = open({
      bus: { isConnected: () => false, instances: () => 3 },
      stun: { stats: () => ({ requests: 8, refused: 1, limited: 2, ignored: 3 }) },
    });
    expect(await read(metrics, 'remotemedia_signaling_bus_connected')).toBe(0);
    expect(await read(metrics, 'remotemedia_signaling_instances')).toBe(3);
    for (const [outcome, count] of Object.entries({ answered: 7, refused: 1, limited: 2, ignored: 3 })) {
      expect(await read(metrics, `remotemedia_stun_datagrams_total{outcome="${outcome}"}`)).toBe(count);
    }
  });

  test('can be read while a STUN server runs', async () => {
    const stun = await StunServer.open(toStunSettings({ port: 0, host: '127.0.0.1' }));
    try {
      expect(await read(open({ stun }), 'remotemedia_stun_datagrams_total{outcome="answered"}')).toBe(0);
    } finally {
      await stun.close();
    }
  });

  test('tell of the process', async () => {
    const metrics = open();
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_user_seconds_total',
      'process_start_time_seconds',
    ]) {
      expect(await read(metrics, name)).toBeGreaterThan(0);
    }
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
    await pause();
    const busyUntilMs = performance.now() + 60;
    while (performance.now() < busyUntilMs);
    await pause();
    expect(await read(metrics, 'nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0.01);
  });

  test('have the same series however much happens', async () => {
    const metrics = open();
    const seriesOf = (text: string): string[] => text.split('\n').map((line) => line.replace(/ [^ ]*$/, ''));
    const before = seriesOf(await metrics.text());
    for (let index = 0; index < 1_000; index += 1) {
      metrics.accepted('offer');
      metrics.refused(`code-${index}` as 'unknown');
      metrics.left(`code-${index}` as 'unknown');
      metrics.resumed(`code-${index}` as 'unknown');
      metrics.relayed(index);
      metrics.joined(index);
    }
    expect(seriesOf(await metrics.text())).toEqual(before);
  });

  test('of two servers in one process are apart', async () => {
    const [one, other] = [open(), open()];
    one.accepted('offer');
    expect(await read(one, 'grpc_webrtc_signaling_messages_total{type="offer"}')).toBe(1);
    expect(await read(other, 'grpc_webrtc_signaling_messages_total{type="offer"}')).toBe(0);
  });

  test('are valid Prometheus text: each metric is described once, and no series comes twice', async () => {
    const text = await open({ bus: { isConnected: () => true, instances: () => 1 } }).text();
    const lines = text.split('\n').filter((line) => line !== '');
    const series = lines.filter((line) => !line.startsWith('#')).map((line) => line.replace(/ [^ ]*$/, ''));
    const described = lines.filter((line) => line.startsWith('# HELP')).map((line) => line.split(' ')[2]);
    expect(new Set(series).size).toBe(series.length);
    expect(new Set(described).size).toBe(described.length);
    for (const line of series) expect(line).toMatch(/^[a-z_0-9]+(\{[a-z]+="[^"\\]*"\})?$/);
  });
});
