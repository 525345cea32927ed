/** How a TURN server is reached. */
export type TurnTransport = 'udp' | 'tcp' | 'tls';

/** The STUN servers of a list, one entry for each. */
export function stunServersOf(iceServers: readonly RTCIceServer[]): RTCIceServer[] {
  return picked(iceServers, (url) => /^stuns?:/i.test(url));
}

/** The TURN servers of a list that are reached that way. Source of the form: RFC 7065 §3.1. */
export function turnServersOf(iceServers: readonly RTCIceServer[], transport: TurnTransport): RTCIceServer[] {
  return picked(iceServers, (url) => transportOf(url) === transport);
}

/** TURN without TLS is over UDP unless the URL says otherwise; TURN over TLS is over TCP. TURN over DTLS no browser has. */
function transportOf(url: string): TurnTransport | undefined {
  const [, scheme = '', query = ''] = /^(turns?):[^?]*(?:\?(.*))?$/i.exec(url) ?? [];
  const transport = /(?:^|&)transport=(\w+)/i.exec(query)?.[1]?.toLowerCase();
  if (scheme.toLowerCase() === 'turns') return transport === 'udp' ? undefined : 'tls';
  if (scheme.toLowerCase() !== 'turn') return undefined;
  return transport === 'tcp' ? 'tcp' : 'udp';
}

function picked(iceServers: readonly RTCIceServer[], isWanted: (url: string) => boolean): RTCIceServer[] {
  return iceServers.flatMap((server) => {
    const urls = typeof server.urls === 'string' ? [server.urls] : server.urls;
    return urls.filter(isWanted).map((url) => ({ ...server, urls: url }));
  });
}
