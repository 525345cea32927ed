import type { Counters } from './counters.ts';
import type { ReceivedTrackStats } from './peer-stats.ts';
import { millisecondsOf, numberOf, type RawStat, textOf } from './raw-stat.ts';
import { codecOf, kindOf } from './read-shared.ts';
import type { StatsReport } from './stats-report.ts';

/** Reads what the peer sends to us. */
export function readReceived(report: StatsReport, counters: Counters): ReceivedTrackStats[] {
  return report.ofType('inbound-rtp').map((stream) => readTrack(stream, report, counters));
}

function readTrack(stream: RawStat, report: StatsReport, counters: Counters): ReceivedTrackStats {
  const growth = (key: string) => counters.growth(keyOf(stream, key), numberOf(stream, key));
  const received = growth('packetsReceived');
  const lost = growth('packetsLost');
  const samples = growth('totalSamplesReceived');
  const concealed = growth('concealedSamples');
  const waited = growth('jitterBufferDelay');
  const emitted = growth('jitterBufferEmittedCount');
  return {
    mid: textOf(stream, 'mid'),
    kind: kindOf(stream),
    trackId: textOf(stream, 'trackIdentifier'),
    codec: codecOf(report, stream),
    bitrateKbps: counters.kbps(keyOf(stream, 'bytesReceived'), numberOf(stream, 'bytesReceived')),
    packetLoss: shareOf(lost, received === undefined ? undefined : received + (lost ?? 0)),
    jitterMs: millisecondsOf(stream, 'jitter'),
    frameWidth: numberOf(stream, 'frameWidth'),
    frameHeight: numberOf(stream, 'frameHeight'),
    framesPerSecond: numberOf(stream, 'framesPerSecond'),
    audioLevel: numberOf(stream, 'audioLevel'),
    packetsReceived: numberOf(stream, 'packetsReceived'),
    packetsReceivedNow: received,
    packetsLost: numberOf(stream, 'packetsLost'),
    jitterBufferMs: waited === undefined || !emitted ? undefined : (waited * 1_000) / emitted,
    framesDecoded: numberOf(stream, 'framesDecoded'),
    framesDropped: numberOf(stream, 'framesDropped'),
    freezeCount: numberOf(stream, 'freezeCount'),
    freezesMs: millisecondsOf(stream, 'totalFreezesDuration'),
    concealedSamples: numberOf(stream, 'concealedSamples'),
    concealedShare: shareOf(concealed, samples),
    samplesPlayedNow: samples,
    audioEnergyNow: growth('totalAudioEnergy'),
    decoder: textOf(stream, 'decoderImplementation'),
  };
}

function shareOf(part: number | undefined, whole: number | undefined): number | undefined {
  if (part === undefined || !whole) return undefined;
  return Math.min(1, part / whole);
}

function keyOf(stream: RawStat, counter: string): string {
  return `${textOf(stream, 'id')}/${numberOf(stream, 'ssrc')}.${counter}`;
}
