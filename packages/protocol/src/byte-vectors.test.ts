import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { AudioFormat, DataBufferSchema } from './common.ts';
import { ControlDirection, ControlFrameSchema } from './control.ts';
import { SignalingRequestSchema } from './webrtc.ts';

const text = (value: string) => new TextEncoder().encode(value);

interface Vector<Schema extends DescMessage> {
  readonly name: string;
  readonly schema: Schema;
  readonly hex: string;
  readonly message: MessageInitShape<Schema>;
}

function vector<Schema extends DescMessage>(
  name: string,
  schema: Schema,
  hex: string,
  message: MessageInitShape<Schema>,
): Vector<Schema> {
  return { name, schema, hex, message };
}

/** Messages as RemoteMedia's Rust peers write them, byte for byte. */
const VECTORS = [
  vector('text as a minimal client sends it', DataBufferSchema, '2a 04 0a 02 68 69', {
    dataType: { case: 'text', value: { textData: text('hi') } },
  }),
  vector(
    'text as the Rust server sends it',
    DataBufferSchema,
    '2a 10 0a 02 68 69 12 05 75 74 66 2d 38 22 03 74 74 73',
    { dataType: { case: 'text', value: { textData: text('hi'), encoding: 'utf-8', channel: 'tts' } } },
  ),
  vector('JSON', DataBufferSchema, '22 09 0a 07 7b 22 61 22 3a 31 7d', {
    dataType: { case: 'json', value: { jsonPayload: '{"a":1}' } },
  }),
  vector(
    'JSON as some clients send it: as binary, the schema in the place of the MIME type',
    DataBufferSchema,
    '32 0c 0a 07 7b 22 61 22 3a 31 7d 12 01 53',
    { dataType: { case: 'binary', value: { data: text('{"a":1}'), mimeType: 'S' } } },
  ),
  vector(
    'one sample of audio, 0.5 at 48 kHz mono',
    DataBufferSchema,
    '0a 10 0a 04 00 00 00 3f 10 80 f7 02 18 01 20 01 28 01',
    {
      dataType: {
        case: 'audio',
        value: {
          samples: new Uint8Array(new Float32Array([0.5]).buffer),
          sampleRate: 48_000,
          channels: 1,
          format: AudioFormat.F32,
          numSamples: 1n,
        },
      },
    },
  ),
  vector('hello to session_0', ControlFrameSchema, '0a 0b 0a 09 73 65 73 73 69 6f 6e 5f 30', {
    op: { case: 'hello', value: { sessionId: 'session_0' } },
  }),
  vector('subscribe to the output of vad', ControlFrameSchema, '12 09 0a 07 0a 03 76 61 64 18 02', {
    op: { case: 'subscribe', value: { addr: { nodeId: 'vad', direction: ControlDirection.OUT } } },
  }),
  vector('announce p1 with audio and data', SignalingRequestSchema, '0a 02 72 31 52 0a 0a 02 70 31 12 04 08 01 18 01', {
    requestId: 'r1',
    request: { case: 'announce', value: { peerId: 'p1', capabilities: { audio: true, data: true } } },
  }),
] as const;

describe('remotemedia.v1 on the wire', () => {
  it.each(VECTORS)('$name', ({ schema, hex, message }: Vector<DescMessage>) => {
    const bytes = Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));
    const made = create(schema, message);
    expect(toBinary(schema, made)).toEqual(bytes);
    expect(fromBinary(schema, bytes)).toEqual(made);
  });
});
