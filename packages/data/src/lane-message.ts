import { SdkError } from '@remotemedia/base';

/** A value that JSON can express (RFC 8259). */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A message with its kind, as it comes out of a lane. */
export type LaneMessage = (
  | { readonly kind: 'text'; readonly data: string }
  | {
      readonly kind: 'binary';
      /** A view of the received frame that nobody else holds; it starts at a multiple of eight bytes in its buffer. */
      readonly data: Uint8Array;
    }
  | { readonly kind: 'json'; readonly data: JsonValue }
) & {
  /** What the sender called it; 1–64 characters. */
  readonly tag?: string;
};

/** What may be put into a lane: a string goes as text, bytes as binary, an object or an array as JSON. */
export type Sendable = string | Uint8Array | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Most characters of a tag. */
export const MAX_TAG_LENGTH = 64;

/** First character of the tags that are this SDK's own. */
export const POST_MARK = '\0';

/** Gives what is sent its kind. */
export function messageOf(data: Sendable, tag?: string): LaneMessage {
  const tagged = tag === undefined ? {} : { tag };
  if (typeof data === 'string') return { kind: 'text', data, ...tagged };
  if (data instanceof Uint8Array) return { kind: 'binary', data, ...tagged };
  return { kind: 'json', data, ...tagged };
}

/** JSON text of a value. @throws {SdkError} `invalid-argument` for what JSON cannot express */
export function toJson(value: JsonValue): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new SdkError('invalid-argument', `the message cannot be written as JSON: ${String(cause)}`, { cause });
  }
  throw new SdkError('invalid-argument', `a ${typeof value} cannot be written as JSON`);
}
