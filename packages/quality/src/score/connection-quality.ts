import type { PeerStats, TrackStats } from '../stats/peer-stats.ts';
import { greatest, sum } from '../stats/raw-stat.ts';
import { ACCEPTABLE_SCORE, qualityScore } from './quality-score.ts';

/**
 * How good the connection to one peer is; the fields of RemoteMedia's `ConnectionQualityMetrics`. What the browser
 * does not tell is `undefined`.
 */
export interface ConnectionQualityMetrics {
  /** Round trip in milliseconds. */
  readonly latencyMs: number | undefined;
  /** Share of packets lost in the worse direction, 0–1. */
  readonly packetLossRate: number | undefined;
  /** Variation of packet arrival in the worse direction, in milliseconds. */
  readonly jitterMs: number | undefined;
  /** What may be sent where the browser tells, else what was sent, in kilobits per second. */
  readonly bandwidthKbps: number | undefined;
  /** Width of the largest video we receive, or send when we receive none, in pixels. */
  readonly videoWidth: number | undefined;
  /** Height of the same video, in pixels. */
  readonly videoHeight: number | undefined;
  /** Video frames per second of the same video. */
  readonly videoFramerate: number | undefined;
  /** All audio in both directions, in kilobits per second. */
  readonly audioBitrateKbps: number | undefined;
  /** All video in both directions, in kilobits per second. */
  readonly videoBitrateKbps: number | undefined;
  /** Media packets sent. */
  readonly packetsSent: number | undefined;
  /** Media packets received. */
  readonly packetsReceived: number | undefined;
  /** Media packets lost, in both directions. */
  readonly packetsLost: number | undefined;
  /** When it was measured, by the clock of whoever measured. */
  readonly updatedAtMs: number;
  /** 0–100; {@link qualityScore} has the formula. */
  readonly qualityScore: number;
  /** Whether people can talk over it: a score of 50 or more. */
  readonly isAcceptable: boolean;
}

/** Puts the metrics of a sample together. */
export function connectionQuality(stats: PeerStats): ConnectionQualityMetrics {
  const { sent, received, connection } = stats;
  const all: readonly TrackStats[] = [...sent, ...received];
  const ofKind = (kind: string) => sum(all.filter((track) => track.kind === kind).map((track) => track.bitrateKbps));
  const inputs = {
    latencyMs: connection.roundTripTimeMs,
    packetLossRate: greatest([sentLoss(stats), receivedLoss(stats)]),
    jitterMs: greatest(all.map(({ jitterMs }) => jitterMs)),
  };
  const video = largest(received) ?? largest(sent);
  const score = qualityScore(inputs);
  return {
    ...inputs,
    bandwidthKbps: connection.availableOutgoingKbps ?? connection.sentKbps,
    videoWidth: video?.frameWidth,
    videoHeight: video?.frameHeight,
    videoFramerate: video?.framesPerSecond,
    audioBitrateKbps: ofKind('audio'),
    videoBitrateKbps: ofKind('video'),
    packetsSent: sum(sent.map(({ packetsSent }) => packetsSent)),
    packetsReceived: sum(received.map(({ packetsReceived }) => packetsReceived)),
    packetsLost: sum([...sent, ...received].map(({ packetsLost }) => packetsLost)),
    updatedAtMs: stats.atMs,
    qualityScore: score,
    isAcceptable: score >= ACCEPTABLE_SCORE,
  };
}

/** Share of our packets that the other side lost: what each track reports, by its part of the packets. */
export function sentLoss({ sent }: PeerStats): number | undefined {
  const known = sent.filter(({ packetLoss, packetsSentNow }) => packetLoss !== undefined && packetsSentNow);
  const packets = sum(known.map(({ packetsSentNow }) => packetsSentNow));
  if (!packets) return undefined;
  return (sum(known.map(({ packetLoss = 0, packetsSentNow = 0 }) => packetLoss * packetsSentNow)) ?? 0) / packets;
}

function receivedLoss({ received }: PeerStats): number | undefined {
  const known = received.filter(({ packetLoss, packetsReceivedNow }) => packetLoss !== undefined && packetsReceivedNow);
  const packets = sum(known.map(({ packetsReceivedNow }) => packetsReceivedNow));
  if (!packets) return undefined;
  return (
    (sum(known.map(({ packetLoss = 0, packetsReceivedNow = 0 }) => packetLoss * packetsReceivedNow)) ?? 0) / packets
  );
}

function largest(tracks: readonly TrackStats[]): TrackStats | undefined {
  const area = ({ frameWidth = 0, frameHeight = 0 }: TrackStats) => frameWidth * frameHeight;
  return tracks.filter((track) => area(track) > 0).sort((a, b) => area(b) - area(a))[0];
}
