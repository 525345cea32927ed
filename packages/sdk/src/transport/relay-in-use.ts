/**
 * Whether a connection's media go through a TURN server of ours now. Never throws.
 *
 * @see W3C "Identifiers for WebRTC's Statistics API": `transport`, `candidate-pair`, `local-candidate`
 */
export async function usesRelay(connection: Pick<RTCPeerConnection, 'getStats'>): Promise<boolean> {
  const report = await connection.getStats().catch(() => undefined);
  const stats: Readonly<Record<string, unknown>>[] = [];
  report?.forEach((entry) => void stats.push(entry));
  const byId = (id: unknown) => stats.find((entry) => entry['id'] === id);
  const selected = stats
    .filter(({ type }) => type === 'transport')
    .map(({ selectedCandidatePairId }) => byId(selectedCandidatePairId));
  // Not every browser has the transport say it.
  const isSelected = (entry: (typeof stats)[number]) =>
    entry['type'] === 'candidate-pair' && entry['selected'] === true;
  return [...selected, ...stats.filter(isSelected)].some(
    (pair) => byId(pair?.['localCandidateId'])?.['candidateType'] === 'relay',
  );
}

/** Names the current ICE session of a connection; an ICE restart changes it (RFC 8839 §5.4). Empty before there is one. */
export function iceSessionOf({ localDescription }: Pick<RTCPeerConnection, 'localDescription'>): string {
  return /^a=ice-ufrag:(.*)$/m.exec(localDescription?.sdp ?? '')?.[1] ?? '';
}
