import { SdkError } from '@remotemedia/base';
import { type JsonValue, type LaneMessage, toJson } from '../lane-message.ts';
import type { Frame, Outgoing } from './frame.ts';
import type { BufferMessage, Framing } from './framing.ts';
import { readJson, readText } from './read.ts';

/** Most arguments of one call that every engine takes. */
const PIECE_BYTES = 8_192;

/**
 * The envelope of RemoteMedia's mesh peers: JSON in UTF-8, as a binary frame, with the members `type` ("Json",
 * "Binary" or "Text") and `payload` (any value, base64 of RFC 4648 §4, a text). It knows no tags.
 */
export const envelopeFraming: Framing = {
  fragments: false,

  encode(message: LaneMessage | BufferMessage<unknown>): Outgoing {
    if (message.kind === 'buffer' || message.tag !== undefined) {
      throw new SdkError('failed-precondition', "a lane with framing 'envelope' carries neither buffers nor tags");
    }
    const body = new TextEncoder().encode(toJson(envelopeOf(message)));
    return { body, sizeBytes: body.byteLength };
  },

  decode(frame: Frame): LaneMessage {
    const envelope = readJson(typeof frame === 'string' ? frame : readText(frame));
    if (envelope && typeof envelope === 'object' && 'type' in envelope && 'payload' in envelope) {
      const { type, payload } = envelope;
      if (type === 'Json' && payload !== undefined) return { kind: 'json', data: payload };
      if (type === 'Text' && typeof payload === 'string') return { kind: 'text', data: payload };
      if (type === 'Binary' && typeof payload === 'string') return { kind: 'binary', data: fromBase64(payload) };
    }
    throw new SdkError('invalid-argument', 'JSON that is no envelope of type Json, Binary or Text came');
  },
};

function envelopeOf(message: LaneMessage): JsonValue {
  if (message.kind === 'json') return { type: 'Json', payload: message.data };
  if (message.kind === 'text') return { type: 'Text', payload: message.data };
  return { type: 'Binary', payload: toBase64(message.data) };
}

function toBase64(bytes: Uint8Array): string {
  let units = '';
  for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES) {
    units += String.fromCharCode(...bytes.subarray(start, start + PIECE_BYTES));
  }
  return btoa(units);
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
  } catch (cause) {
    throw new SdkError('invalid-argument', 'a payload that is not base64 came', { cause });
  }
}
