import type { Counters } from './counters.ts';
import type { LayerStats, LimitationDurations, SentTrackStats } from './peer-stats.ts';
import { greatest, millisecondsOf, numberOf, type RawStat, sum, textOf } from './raw-stat.ts';
import { codecOf, groupByTrack, kindOf } from './read-shared.ts';
import type { StatsReport } from './stats-report.ts';

/** Tells which of our tracks is sent under a `mid`, which Firefox's statistics do not. */
export type TrackIdOf = (mid: string) => string | undefined;

/** Reads what we send, the layers of one track together. */
export function readSent(report: StatsReport, counters: Counters, trackIdOf: TrackIdOf): SentTrackStats[] {
  return groupByTrack(report.ofType('outbound-rtp')).map((layers) => readTrack(layers, report, counters, trackIdOf));
}

function readTrack(
  layers: readonly RawStat[],
  report: StatsReport,
  counters: Counters,
  trackIdOf: TrackIdOf,
): SentTrackStats {
  const [first = {}] = layers;
  const mid = textOf(first, 'mid');
  const feedback = layers.map((layer) => report.byReference(layer, 'remoteId') ?? reportOn(layer, report));
  const source = sourceOf(first, report, mid === undefined ? undefined : trackIdOf(mid));
  const read = layers.map((layer) => readLayer(layer, counters));
  const total = (key: string) => sum(layers.map((layer) => numberOf(layer, key)));
  const growth = (key: string) => sum(layers.map((layer) => counters.growth(keyOf(layer, key), numberOf(layer, key))));
  const limited = layers.find((layer) => layer['active'] !== false) ?? first;
  const encodeSeconds = sum(
    layers.map((layer) => counters.perSecond(keyOf(layer, 'totalEncodeTime'), numberOf(layer, 'totalEncodeTime'))),
  );
  const targetBps = total('targetBitrate');
  return {
    mid,
    kind: kindOf(first),
    trackId: textOf(source, 'trackIdentifier') ?? (mid === undefined ? undefined : trackIdOf(mid)),
    codec: codecOf(report, first),
    bitrateKbps: sum(read.map(({ bitrateKbps }) => bitrateKbps)),
    packetLoss: greatest(feedback.map((stat) => numberOf(stat, 'fractionLost'))),
    jitterMs: greatest(feedback.map((stat) => millisecondsOf(stat, 'jitter'))),
    roundTripTimeMs: greatest(feedback.map((stat) => millisecondsOf(stat, 'roundTripTime'))),
    frameWidth: greatest(read.map(({ frameWidth }) => frameWidth)),
    frameHeight: greatest(read.map(({ frameHeight }) => frameHeight)),
    framesPerSecond: greatest(layers.map((layer) => numberOf(layer, 'framesPerSecond'))),
    audioLevel: numberOf(source, 'audioLevel'),
    packetsSent: total('packetsSent'),
    packetsSentNow: growth('packetsSent'),
    packetsLost: sum(feedback.map((stat) => numberOf(stat, 'packetsLost'))),
    retransmittedPerSecond: sum(
      layers.map((layer) =>
        counters.perSecond(keyOf(layer, 'retransmitted'), numberOf(layer, 'retransmittedPacketsSent')),
      ),
    ),
    targetKbps: targetBps === undefined ? undefined : targetBps / 1_000,
    sourceWidth: numberOf(source, 'width'),
    sourceHeight: numberOf(source, 'height'),
    framesEncoded: total('framesEncoded'),
    keyFramesEncoded: total('keyFramesEncoded'),
    encodeLoad: encodeSeconds,
    limitedBy: textOf(limited, 'qualityLimitationReason'),
    limitedMs: durationsOf(limited),
    encoder: textOf(limited, 'encoderImplementation'),
    scalabilityMode: textOf(limited, 'scalabilityMode'),
    keyFrameRequests: sum([total('pliCount'), total('firCount')]),
    layers: read,
  };
}

function readLayer(layer: RawStat, counters: Counters): LayerStats {
  const active = layer['active'];
  // A layer that is switched off keeps telling the size it had.
  const isOff = active === false;
  return {
    rid: textOf(layer, 'rid'),
    active: typeof active === 'boolean' ? active : undefined,
    bitrateKbps: counters.kbps(keyOf(layer, 'bytesSent'), numberOf(layer, 'bytesSent')),
    frameWidth: isOff ? undefined : numberOf(layer, 'frameWidth'),
    frameHeight: isOff ? undefined : numberOf(layer, 'frameHeight'),
    framesEncoded: numberOf(layer, 'framesEncoded'),
  };
}

/** What the other side reported of a layer; Chromium names it only after the first report. */
function reportOn(layer: RawStat, report: StatsReport): RawStat | undefined {
  const ssrc = numberOf(layer, 'ssrc');
  return report.ofType('remote-inbound-rtp').find((stat) => ssrc !== undefined && stat['ssrc'] === ssrc);
}

/** Chromium names the source of a track; in Firefox only its track id leads there. */
function sourceOf(layer: RawStat, report: StatsReport, trackId: string | undefined): RawStat | undefined {
  const named = report.byReference(layer, 'mediaSourceId');
  if (named || trackId === undefined) return named;
  return report.ofType('media-source').find((stat) => stat['trackIdentifier'] === trackId);
}

function durationsOf(layer: RawStat): LimitationDurations | undefined {
  const durations = layer['qualityLimitationDurations'];
  if (typeof durations !== 'object' || durations === null) return undefined;
  const of = (key: string) => millisecondsOf(durations as RawStat, key);
  return { none: of('none'), cpu: of('cpu'), bandwidth: of('bandwidth'), other: of('other') };
}

/** SSRC belongs to it: an id may be used again for another RTP stream. */
function keyOf(layer: RawStat, counter: string): string {
  return `${textOf(layer, 'id')}/${numberOf(layer, 'ssrc')}.${counter}`;
}
