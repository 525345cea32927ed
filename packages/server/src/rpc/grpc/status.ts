import type { OutgoingHttpHeaders } from 'node:http2';
import { SdkError, statusNumber } from '@remotemedia/base';
import { RETRY_AFTER_TRAILER } from '../connect-errors.ts';

/** Longest text of a status, in characters: header lists have limits, and a client shows one line. */
const MAX_MESSAGE_LENGTH = 1_024;
/** Longest wait of a timer, in milliseconds: some 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** The fields that end a call. @param error absent for success */
export function statusFields(error: SdkError | undefined): OutgoingHttpHeaders {
  if (!error) return { 'grpc-status': '0' };
  const { code, detail, retryAfterMs } = error;
  const fields = { 'grpc-status': `${statusNumber(code)}`, 'grpc-message': percentEncoded(detail) };
  return retryAfterMs === undefined ? fields : { ...fields, [RETRY_AFTER_TRAILER]: `${Math.ceil(retryAfterMs)}` };
}

/** The text of a status as a header field can carry it: gRPC's HTTP/2 protocol, "Percent-Encoded". */
export function percentEncoded(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text.slice(0, MAX_MESSAGE_LENGTH))) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/**
 * How long a call may take, in milliseconds, by its `grpc-timeout` field; `undefined` for as long as it likes, which is
 * what more time than a timer can wait for counts as.
 *
 * @throws {SdkError} `invalid-argument` for a field of another form
 */
export function timeoutMsOf(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  const [, amount, unit] = (typeof header === 'string' && /^(\d{1,8})([HMSmun])$/.exec(header)) || [];
  const unitMs = unit === undefined ? undefined : UNIT_MS[unit];
  if (unitMs !== undefined) {
    const timeoutMs = Math.ceil(Number(amount) * unitMs);
    return timeoutMs <= MAX_TIMER_MS ? timeoutMs : undefined;
  }
  throw new SdkError('invalid-argument', 'grpc-timeout must be 1–8 digits and one of H M S m u n');
}
