import type { Counters } from './counters.ts';
import type { CandidateStats, ConnectionStats } from './peer-stats.ts';
import { greatest, millisecondsOf, numberOf, type RawStat, sum, textOf } from './raw-stat.ts';
import type { StatsReport } from './stats-report.ts';

/** Reads what concerns the whole connection. */
export function readConnection(report: StatsReport, counters: Counters): ConnectionStats {
  const [transport] = report.ofType('transport');
  const pair = report.byReference(transport, 'selectedCandidatePairId') ?? selectedPair(report);
  const pathId = textOf(pair, 'id');
  // Firefox counts bytes only for the pair, whose count begins anew with each path.
  const bytes = (key: string) =>
    numberOf(transport, key) === undefined
      ? ([`${pathId}.${key}`, numberOf(pair, key)] as const)
      : whole(transport, key);
  const channels = report.ofType('data-channel');
  const [overall] = report.ofType('peer-connection');
  return {
    roundTripTimeMs: roundTripTimeOf(report, pair),
    availableOutgoingKbps: kilo(numberOf(pair, 'availableOutgoingBitrate')),
    availableIncomingKbps: kilo(numberOf(pair, 'availableIncomingBitrate')),
    sentKbps: counters.kbps(...bytes('bytesSent')),
    receivedKbps: counters.kbps(...bytes('bytesReceived')),
    local: candidate(report.byReference(pair, 'localCandidateId')),
    remote: candidate(report.byReference(pair, 'remoteCandidateId')),
    pathId,
    dtlsState: textOf(transport, 'dtlsState'),
    dataChannelsOpened: numberOf(overall, 'dataChannelsOpened'),
    dataChannelsClosed: numberOf(overall, 'dataChannelsClosed'),
    messagesSent: sum(channels.map((channel) => numberOf(channel, 'messagesSent'))),
    messagesReceived: sum(channels.map((channel) => numberOf(channel, 'messagesReceived'))),
  };
}

function whole(transport: RawStat | undefined, key: string): readonly [string, number | undefined] {
  return [`${textOf(transport, 'id')}.${key}`, numberOf(transport, key)];
}

function selectedPair(report: StatsReport): RawStat | undefined {
  const pairs = report.ofType('candidate-pair');
  return (
    pairs.find((pair) => pair['selected'] === true) ??
    pairs.find((pair) => pair['nominated'] === true && pair['state'] === 'succeeded')
  );
}

/**
 * Media's, because Firefox 153 says 0 for every pair; the pair's where no media is sent and it is more than that.
 * `remote-outbound-rtp` has one where only media is received (RFC 3611 §4.5).
 */
function roundTripTimeOf(report: StatsReport, pair: RawStat | undefined): number | undefined {
  const ofMedia = (type: string) => greatest(report.ofType(type).map((stat) => millisecondsOf(stat, 'roundTripTime')));
  const ofPair = millisecondsOf(pair, 'currentRoundTripTime');
  return ofMedia('remote-inbound-rtp') ?? ofMedia('remote-outbound-rtp') ?? (ofPair || undefined);
}

function candidate(stat: RawStat | undefined): CandidateStats | undefined {
  if (!stat) return undefined;
  return {
    type: textOf(stat, 'candidateType'),
    protocol: textOf(stat, 'protocol'),
    relayProtocol: textOf(stat, 'relayProtocol'),
    networkType: textOf(stat, 'networkType'),
  };
}

function kilo(bits: number | undefined): number | undefined {
  return bits === undefined ? undefined : bits / 1_000;
}
