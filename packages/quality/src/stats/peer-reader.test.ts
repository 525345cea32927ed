import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PeerReader } from './peer-reader.ts';
import type { PeerStats } from './peer-stats.ts';

interface Line {
  readonly side?: 'sender' | 'receiver';
  readonly moment?: number;
  readonly stat?: Record<string, unknown>;
  readonly tracks?: readonly { kind: string; id: string }[];
}

/** Two samples a second apart and a third after an ICE restart, recorded on one machine with sound and picture. */
function recorded(browser: 'chromium-156' | 'firefox-153', side: 'sender' | 'receiver') {
  const text = readFileSync(new URL(`./fixtures/${browser}.jsonl`, import.meta.url), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const tracks = lines.find((line) => line.tracks)?.tracks ?? [];
  const moment = (index: number) =>
    lines.flatMap((line) => (line.side === side && line.moment === index && line.stat ? [{ ...line.stat }] : []));
  return { moments: [moment(0), moment(1), moment(2)] as const, trackIdOf: (mid: string) => tracks[Number(mid)]?.id };
}

function play(browser: 'chromium-156' | 'firefox-153', side: 'sender' | 'receiver') {
  const { moments, trackIdOf } = recorded(browser, side);
  const reader = new PeerReader('bob');
  const [first, second, third] = moments.map((stats, index) =>
    reader.read(stats, [0, 1_000, 3_500][index] ?? 0, trackIdOf),
  );
  return { first, second, third } as { first: PeerStats; second: PeerStats; third: PeerStats };
}

const sent = (stats: PeerStats, wanted: string) => stats.sent.find(({ kind }) => kind === wanted);
const received = (stats: PeerStats, wanted: string) => stats.received.find(({ kind }) => kind === wanted);

describe('PeerReader', () => {
  it('reads what Chromium sends', () => {
    const { second } = play('chromium-156', 'sender');
    expect(second.intervalMs).toBeCloseTo(1_002.5, 0);
    expect(sent(second, 'video')).toMatchObject({
      mid: '1',
      codec: 'VP8',
      frameWidth: 640,
      frameHeight: 480,
      framesPerSecond: 29,
      sourceWidth: 640,
      sourceHeight: 480,
      packetsSentNow: 103,
      packetLoss: 0,
      limitedBy: 'none',
      limitedMs: { none: 7_005, cpu: 0, bandwidth: 0, other: 0 },
      encoder: 'libvpx',
      scalabilityMode: 'L1T1',
      targetKbps: 1_700,
      keyFramesEncoded: 1,
    });
    expect(sent(second, 'video')?.bitrateKbps).toBeCloseTo(771, 0);
    expect(sent(second, 'video')?.encodeLoad).toBeCloseTo(0.051, 3);
    expect(sent(second, 'audio')).toMatchObject({ codec: 'opus', jitterMs: 0.125, roundTripTimeMs: 1.251 });
    expect(second.connection).toMatchObject({
      availableOutgoingKbps: 3_845.538,
      local: { type: 'host', protocol: 'udp', networkType: 'ethernet', relayProtocol: undefined },
      dtlsState: 'connected',
      dataChannelsOpened: 1,
      messagesSent: 1,
    });
    expect(second.connection.sentKbps).toBeCloseTo(841.8, 1);
  });

  it('reads what Chromium receives', () => {
    const { second } = play('chromium-156', 'receiver');
    expect(received(second, 'video')).toMatchObject({
      packetsReceivedNow: 103,
      framesDecoded: 207,
      freezeCount: 0,
      freezesMs: 0,
      decoder: 'libvpx',
    });
    expect(received(second, 'audio')).toMatchObject({ concealedShare: 0, samplesPlayedNow: 48_480 });
    expect(received(second, 'audio')?.jitterBufferMs).toBeCloseTo(30, 5);
  });

  it('reads what Firefox sends, and leaves open what it does not tell', () => {
    const { second } = play('firefox-153', 'sender');
    expect(second.connection.availableOutgoingKbps).toBeUndefined();
    expect(second.connection.sentKbps).toBeCloseTo(227.6, 1);
    const video = sent(second, 'video');
    expect(video).toMatchObject({ codec: 'VP8', frameWidth: 320, framesPerSecond: 30, sourceWidth: 320 });
    expect(video).toMatchObject({ limitedBy: undefined, limitedMs: undefined, encoder: undefined });
    expect(video?.trackId).toMatch(/^{.*}$/);
    expect(video?.layers[0]?.active).toBeUndefined();
  });

  it('does not take the 0 that Firefox says of every path for a round trip', () => {
    expect(play('firefox-153', 'receiver').second.connection.roundTripTimeMs).toBeUndefined();
  });

  for (const browser of ['chromium-156', 'firefox-153'] as const) {
    it(`knows no rates in the first sample of ${browser}`, () => {
      const { first } = play(browser, 'sender');
      expect(first.intervalMs).toBeUndefined();
      expect(first.sent.map(({ bitrateKbps }) => bitrateKbps)).toEqual([undefined, undefined]);
      expect(first.connection.sentKbps).toBeUndefined();
    });

    it(`goes on counting tracks over an ICE restart in ${browser}`, () => {
      const { second, third } = play(browser, 'sender');
      expect(third.connection.pathId).not.toBe(second.connection.pathId);
      expect(sent(third, 'video')?.bitrateKbps).toBeGreaterThan(50);
    });
  }

  it('knows no rate of a counter that fell, and knows the next one again', () => {
    const reader = new PeerReader('bob');
    const at = (second: number, bytesSent: number) =>
      reader.read(
        [{ id: 'o', type: 'outbound-rtp', kind: 'video', mid: '0', ssrc: 1, bytesSent }],
        second * 1_000,
        () => undefined,
      ).sent[0]?.bitrateKbps;
    expect([at(0, 9_000), at(1, 10_000), at(2, 100), at(3, 1_100)]).toEqual([undefined, 8, undefined, 8]);
  });

  it('does not subtract the counters of one SSRC from those of another', () => {
    const reader = new PeerReader('bob');
    const at = (second: number, ssrc: number) =>
      reader.read(
        [{ id: 'o', type: 'outbound-rtp', kind: 'video', mid: '0', ssrc, bytesSent: second * 1_000 }],
        second * 1_000,
        () => undefined,
      ).sent[0]?.bitrateKbps;
    expect([at(0, 1), at(1, 1), at(2, 2), at(3, 2)]).toEqual([undefined, 8, undefined, 8]);
  });

  it('believes its own clock when the browser’s jumps, and the browser’s else', () => {
    const reader = new PeerReader('bob');
    const at = (atMs: number, timestamp: number) =>
      reader.read([{ id: 'P', type: 'peer-connection', timestamp }], atMs, () => undefined).intervalMs;
    expect([at(0, 50_000), at(1_000, 51_010), at(2_000, 9_000), at(3_000, 10_005)]).toEqual([
      undefined,
      1_010,
      1_000,
      1_005,
    ]);
  });

  it('knows no interval when its clock stands still or goes back', () => {
    const reader = new PeerReader('bob');
    const at = (atMs: number) => reader.read([], atMs, () => undefined).intervalMs;
    expect([at(1_000), at(1_000), at(500), at(1_500)]).toEqual([undefined, undefined, undefined, 1_000]);
  });

  it('tells how a relay is reached', () => {
    const { connection } = new PeerReader('bob').read(
      [
        { id: 'T', type: 'transport', selectedCandidatePairId: 'P', bytesSent: 1 },
        { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.05 },
        { id: 'L', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
        { id: 'R', type: 'remote-candidate', candidateType: 'srflx', protocol: 'udp' },
      ],
      0,
      () => undefined,
    );
    expect(connection.local).toMatchObject({ type: 'relay', protocol: 'udp', relayProtocol: 'tls' });
    expect(connection.remote).toMatchObject({ type: 'srflx', relayProtocol: undefined });
    expect(connection).toMatchObject({ roundTripTimeMs: 50, pathId: 'P' });
  });

  it('puts layers of one track together', () => {
    const layer = (rid: string, size: number, active = true) => ({
      id: rid,
      type: 'outbound-rtp',
      kind: 'video',
      mid: '0',
      ssrc: size,
      rid,
      active,
      frameWidth: size,
      frameHeight: size,
      packetsSent: 10,
    });
    const { sent: tracks } = new PeerReader('bob').read(
      [layer('q', 1), layer('h', 2), layer('f', 4, false)],
      0,
      () => 'camera',
    );
    expect(tracks).toHaveLength(1);
    expect(tracks[0]).toMatchObject({ trackId: 'camera', frameWidth: 2, packetsSent: 30 });
    expect(tracks[0]?.layers.map(({ rid, frameWidth }) => [rid, frameWidth])).toEqual([
      ['q', 1],
      ['h', 2],
      ['f', undefined],
    ]);
  });

  it('takes anything', () => {
    const odd = [
      null,
      7,
      'x',
      {},
      { id: 3 },
      { id: 'a', type: 'inbound-rtp', jitter: Number.NaN, mid: 5, packetsLost: '9' },
    ];
    const { received: tracks } = new PeerReader('bob').read(odd, 0, () => undefined);
    expect(tracks[0]).toMatchObject({ mid: undefined, jitterMs: undefined, packetsLost: undefined });
  });
});
