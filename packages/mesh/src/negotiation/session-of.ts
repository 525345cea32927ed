/**
 * Session id of a description's origin line; it stays the same as long as a connection lives (RFC 9429 §5.2.1). The
 * user name before it does, too, but Chromium gives another one back than came.
 */
export function sessionOf(sdp: string): string | undefined {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}

/** Session id and version of a description: the same for the same description, candidates aside. */
export function versionOf(sdp: string | undefined): string | undefined {
  return sdp === undefined ? undefined : /^o=\S+ (\S+ \S+)/m.exec(sdp)?.[1];
}

/** The `ufrag` of a description, which changes when its side looks for a new path (RFC 8839 §4.4.1.1.1). */
export function iceSessionOf(sdp: string): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
}
