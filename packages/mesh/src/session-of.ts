/**
 * Session id of a description's origin line; it stays the same as long as a connection lives (RFC 9429 §5.2.1). The
 * user name before it does, too, but Chromium gives another one back than came.
 */
export function sessionOf(sdp: string): string | undefined {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}
