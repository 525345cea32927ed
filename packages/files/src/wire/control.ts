import { codeOfStatus, SdkError, type SdkErrorCode, statusNumber } from '@remotemedia/base';
import { type FileIdentity, MAX_PIECE_BYTES, MAX_PIECES, MIN_PIECE_BYTES, pieceCount } from '../layout.ts';
import { readRuns } from './ranges.ts';

/** Most pieces that a receiver may allow to be under way. */
export const MAX_WINDOW_PIECES = 64;
/** Longest name that is put on the wire or taken from it, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 1_024;
/** Longest media type, in UTF-16 code units. */
export const MAX_TYPE_LENGTH = 255;
/** Longest reason, in UTF-16 code units. */
export const MAX_REASON_LENGTH = 500;
const MAX_UINT32 = 0xffff_ffff;

/** Which end of a transfer: numbers of transfers are given by the sender, so both ends may use the same one. */
export type Side = 'sender' | 'receiver';

/** What the two sides tell each other, in JSON; most of it about transfer `id`. */
export type Control =
  /** From both: I begin, and know nothing of what was said on this lane before. Offer what you have to offer. */
  | { readonly t: 'hello'; readonly id: 0 }
  /** From the sender: this file is to be had. Said anew on each new lane. */
  | ({ readonly t: 'offer'; readonly id: number } & FileIdentity)
  /** From the receiver: send all but these, with no more than `window` pieces that I have not acknowledged. */
  | { readonly t: 'accept'; readonly id: number; readonly have: readonly number[]; readonly window: number }
  /** From the receiver: a piece is checked and written. */
  | { readonly t: 'ack'; readonly id: number; readonly piece: number }
  /** From the receiver: a piece came damaged; send it again. */
  | { readonly t: 'again'; readonly id: number; readonly piece: number }
  /** From the sender: all pieces are sent, and this is the digest of the whole. */
  | { readonly t: 'end'; readonly id: number; readonly digest: string }
  /** From the receiver: the file is whole and put away. */
  | { readonly t: 'done'; readonly id: number; readonly digest: string }
  /** From the receiver: not wanted. */
  | { readonly t: 'refuse'; readonly id: number; readonly error: SdkError }
  /** From the `side` that gives up; `cancelled` when somebody wished so, else why it cannot go on. */
  | { readonly t: 'stop'; readonly id: number; readonly side: Side; readonly error: SdkError };

/** A control message as JSON. */
export function writeControl(message: Control): Record<string, string | number | readonly number[]> {
  if (message.t !== 'refuse' && message.t !== 'stop') return { ...message };
  const { error, ...rest } = message;
  return { ...rest, code: statusNumber(error.code), reason: error.detail.slice(0, MAX_REASON_LENGTH) };
}

/**
 * Reads what a peer sent. Takes any value and does not take longer for a worse one.
 *
 * @throws {SdkError} `invalid-argument` when it is not a control message
 */
export function readControl(value: unknown): Control {
  if (typeof value !== 'object' || value === null) throw malformed('message');
  const fields = new Fields(value as Record<string, unknown>);
  const id = fields.integer('id', MAX_UINT32);
  switch (fields.text('t', 16)) {
    case 'hello':
      return { t: 'hello', id: 0 };
    case 'offer':
      return { t: 'offer', id, ...identity(fields) };
    case 'accept': {
      const have = readRuns(fields.value('have'), MAX_PIECES);
      if (!have) throw malformed('have');
      return { t: 'accept', id, have, window: fields.integer('window', MAX_WINDOW_PIECES, 1) };
    }
    case 'ack':
      return { t: 'ack', id, piece: fields.integer('piece', MAX_PIECES) };
    case 'again':
      return { t: 'again', id, piece: fields.integer('piece', MAX_PIECES) };
    case 'end':
      return { t: 'end', id, digest: fields.digest('digest') };
    case 'done':
      return { t: 'done', id, digest: fields.digest('digest') };
    case 'refuse':
      return { t: 'refuse', id, error: fields.error() };
    case 'stop':
      return {
        t: 'stop',
        id,
        side: fields.text('side', 8) === 'sender' ? 'sender' : 'receiver',
        error: fields.error(),
      };
    default:
      throw malformed('t');
  }
}

function identity(fields: Fields): FileIdentity {
  const file = {
    key: fields.digest('key'),
    name: fields.text('name', MAX_NAME_LENGTH),
    type: fields.text('type', MAX_TYPE_LENGTH),
    sizeBytes: fields.integer('sizeBytes', Number.MAX_SAFE_INTEGER),
    modifiedMs: fields.integer('modifiedMs', Number.MAX_SAFE_INTEGER),
    pieceBytes: fields.integer('pieceBytes', MAX_PIECE_BYTES, MIN_PIECE_BYTES),
  };
  const isPowerOfTwo = (file.pieceBytes & (file.pieceBytes - 1)) === 0;
  if (!isPowerOfTwo || pieceCount(file) > MAX_PIECES) throw malformed('pieceBytes');
  return file;
}

/** Members of an object from a stranger. */
class Fields {
  readonly #object: Record<string, unknown>;

  constructor(object: Record<string, unknown>) {
    this.#object = object;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  integer(name: string, max: number, min = 0): number {
    const value = this.value(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) throw malformed(name);
    return value;
  }

  text(name: string, maxLength: number): string {
    const value = this.value(name);
    if (typeof value !== 'string' || value.length > maxLength) throw malformed(name);
    return value;
  }

  digest(name: string): string {
    const value = this.text(name, 64);
    if (!/^[0-9a-f]{64}$/.test(value)) throw malformed(name);
    return value;
  }

  error(): SdkError {
    const code: SdkErrorCode = codeOfStatus(this.integer('code', 16, 1));
    return new SdkError(code, this.text('reason', MAX_REASON_LENGTH));
  }
}

function malformed(what: string): SdkError {
  return new SdkError('invalid-argument', `a message about a file has no valid "${what}"`);
}
