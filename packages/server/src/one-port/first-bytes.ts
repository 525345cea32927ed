import type { Socket } from 'node:net';
import type { Clock } from '@remotemedia/base';

/** How HTTP/2 starts when both sides know that they will speak it (RFC 9113 §3.4); the first line is enough to tell. */
const HTTP2_START = Buffer.from('PRI * HTTP/2.0\r\n', 'latin1');

/** Content type of TLS's handshake records (RFC 8446 §5.1), the first byte of every connection; no text of HTTP starts with it. */
const TLS_HANDSHAKE = 0x16;

/** What a connection speaks. Whatever is nothing else is left to HTTP/1.1, which knows how to refuse it. */
export type Spoken = 'http1' | 'http2' | 'tls';

/** Tells TLS and HTTP/2 with prior knowledge from everything else by the first bytes. @returns `undefined` while it is open */
export function spokenIn(bytes: Buffer): Spoken | undefined {
  if (bytes[0] === TLS_HANDSHAKE) return 'tls';
  const length = Math.min(bytes.length, HTTP2_START.length);
  if (HTTP2_START.compare(bytes, 0, length, 0, length) !== 0) return 'http1';
  return length === HTTP2_START.length ? 'http2' : undefined;
}

/** Settings of {@link sniff}. */
export interface SniffOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long a connection may say nothing, in milliseconds; then it is dropped. */
  readonly timeoutMs: number;
}

/**
 * Waits for a connection's first bytes, puts them back and calls `then` with what they speak. A connection that
 * ends or stays silent before is dropped.
 */
export function sniff(socket: Socket, options: SniffOptions, then: (spoken: Spoken) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const drop = (): void => void socket.destroy();
  const stopTimer = options.clock.after(options.timeoutMs, drop);
  const finish = (): void => {
    stopTimer();
    socket.off('data', onData);
    socket.off('end', drop);
    socket.off('close', finish);
  };
  const onData = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const spoken = spokenIn(seen);
    if (!spoken) return;
    finish();
    socket.unshift(seen);
    then(spoken);
  };
  socket.on('data', onData);
  socket.once('end', drop);
  socket.once('close', finish);
}
