import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { type DataBuffer, DataBufferSchema } from '@remotemedia/protocol/common';
import { type JsonValue, type LaneMessage, MAX_TAG_LENGTH, toJson } from '../lane-message.ts';
import type { DataBufferInit } from './data-buffer-types.ts';
import type { Frame, Outgoing } from './frame.ts';
import type { BufferMessage, Framing } from './framing.ts';
import { readJson, readText } from './read.ts';

/** Rust peers close the channel at a longer message. */
const MAX_BYTES = 65_535;

const encoder = new TextEncoder();

/**
 * One `remotemedia.v1.DataBuffer` for each message, as RemoteMedia's servers speak on data channels. A tag is the
 * channel of a text ("tts", "ui", "think"), the schema of JSON, the MIME type of bytes.
 *
 * Old JavaScript helpers put JSON where bytes belong, with the name of a schema in place of the MIME type. A peer
 * that does gets its answers the same way.
 */
export function createDataBufferFraming(): Framing {
  let putsJsonInBinary = false;

  const dataOf = (message: LaneMessage): NonNullable<DataBufferInit['dataType']> => {
    const { kind, tag = '' } = message;
    if (kind === 'text') return { case: 'text', value: { textData: encoder.encode(message.data), channel: tag } };
    if (kind === 'binary') return { case: 'binary', value: { data: message.data, mimeType: tag } };
    const text = toJson(message.data);
    if (putsJsonInBinary) return { case: 'binary', value: { data: encoder.encode(text), mimeType: tag } };
    return { case: 'json', value: { jsonPayload: text, schemaType: tag } };
  };

  return {
    maxBytes: MAX_BYTES,
    fragments: false,

    encode(message: LaneMessage | BufferMessage<DataBufferInit>): Outgoing {
      const init = message.kind === 'buffer' ? message.data : { dataType: dataOf(message) };
      const buffer = create(DataBufferSchema, init);
      // Without data it may be empty, at which Rust peers close the channel.
      if (!buffer.dataType.case) throw new SdkError('invalid-argument', 'a buffer needs data: set its dataType');
      const body = write(buffer);
      return { body, sizeBytes: body.byteLength };
    },

    decode(frame: Frame): LaneMessage | BufferMessage {
      const buffer = read(frame);
      const { dataType } = buffer;
      switch (dataType.case) {
        case 'text':
          return { kind: 'text', data: readText(dataType.value.textData), ...tagOf(dataType.value.channel) };
        case 'json':
          return { kind: 'json', data: readJson(dataType.value.jsonPayload), ...tagOf(dataType.value.schemaType) };
        case 'binary': {
          const { data, mimeType } = dataType.value;
          const json = mimeType && !mimeType.includes('/') ? jsonIn(data) : undefined;
          if (json === undefined) return { kind: 'binary', data, ...tagOf(mimeType) };
          putsJsonInBinary = true;
          return { kind: 'json', data: json, ...tagOf(mimeType) };
        }
        case undefined:
          throw new SdkError('invalid-argument', 'a buffer without data came');
        default:
          return { kind: 'buffer', data: buffer };
      }
    },
  };
}

function write(buffer: DataBuffer): Uint8Array {
  try {
    return toBinary(DataBufferSchema, buffer);
  } catch (cause) {
    throw new SdkError('invalid-argument', `the buffer cannot be written: ${String(cause)}`, { cause });
  }
}

function read(frame: Frame): DataBuffer {
  if (typeof frame === 'string') throw new SdkError('invalid-argument', 'a text frame came where buffers are spoken');
  try {
    return fromBinary(DataBufferSchema, frame);
  } catch (cause) {
    throw new SdkError('invalid-argument', `${frame.byteLength} bytes that are no buffer came`, { cause });
  }
}

function tagOf(name: string): { tag?: string } {
  return name && name.length <= MAX_TAG_LENGTH ? { tag: name } : {};
}

function jsonIn(bytes: Uint8Array): JsonValue | undefined {
  try {
    return readJson(readText(bytes));
  } catch {
    return undefined;
  }
}
