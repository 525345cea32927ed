import { SdkError } from '@remotemedia/base';
import { type LaneMessage, MAX_TAG_LENGTH, POST_MARK, toJson } from '../lane-message.ts';
import type { Frame, Outgoing } from './frame.ts';
import type { BufferMessage, Framing } from './framing.ts';
import { readJson, readText } from './read.ts';

/** Kinds by the first byte of a frame. None is the first byte of a protobuf message or of JSON. */
const KINDS = ['text', 'binary', 'json'] as const;

const encoder = new TextEncoder();

/**
 * Our own framing. A text without a tag is a text frame. All else is a binary frame: a byte for the kind, a byte for
 * the size of the tag, the tag in UTF-8, zeros up to a multiple of eight bytes, the content.
 */
export const nativeFraming: Framing = {
  fragments: true,

  encode(message: LaneMessage | BufferMessage<unknown>, frameBytes: number): Outgoing {
    if (message.kind === 'buffer') {
      throw new SdkError('failed-precondition', "buffers of a pipeline go over a lane with framing 'data-buffer' only");
    }
    const { kind, tag } = message;
    const body =
      kind === 'binary' ? message.data : encoder.encode(kind === 'text' ? message.data : toJson(message.data));
    if (kind === 'text' && tag === undefined && body.byteLength <= frameBytes) {
      return { body: message.data, sizeBytes: body.byteLength };
    }
    const header = headerOf(KINDS.indexOf(kind), tag);
    return { header, body, sizeBytes: header.byteLength + body.byteLength };
  },

  decode(frame: Frame): LaneMessage {
    if (typeof frame === 'string') return { kind: 'text', data: frame };
    const [first = 255, tagBytes = 0] = frame;
    const kind = KINDS[first];
    const start = startOf(tagBytes);
    if (!kind || frame.byteLength < start) {
      throw new SdkError('invalid-argument', `a frame of ${frame.byteLength} bytes that begins with ${first} came`);
    }
    const tag = tagBytes > 0 ? { tag: readTag(frame.subarray(2, 2 + tagBytes)) } : {};
    const content = frame.subarray(start);
    if (kind === 'binary') return { kind, data: content, ...tag };
    const text = readText(content);
    return kind === 'text' ? { kind, data: text, ...tag } : { kind, data: readJson(text), ...tag };
  },
};

/** Where the content begins: views of numbers may be laid on it. */
function startOf(tagBytes: number): number {
  return (2 + tagBytes + 7) & ~7;
}

function headerOf(kind: number, tag = ''): Uint8Array {
  const name = encoder.encode(tag);
  const header = new Uint8Array(startOf(name.byteLength));
  header[0] = kind;
  header[1] = name.byteLength;
  header.set(name, 2);
  return header;
}

function readTag(bytes: Uint8Array): string {
  const tag = readText(bytes);
  if (tag.length > MAX_TAG_LENGTH && !tag.startsWith(POST_MARK)) {
    throw new SdkError('invalid-argument', `a tag has at most ${MAX_TAG_LENGTH} characters, ${tag.length} came`);
  }
  return tag;
}
