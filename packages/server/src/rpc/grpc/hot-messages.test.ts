import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import {
  type SignalingNotification,
  SignalingNotificationSchema,
  type SignalingRequest,
  SignalingRequestSchema,
  SignalingResponseSchema,
} from '@remotemedia/protocol/webrtc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ack, news, refusal } from '../responses.ts';
import { readRequest } from './read-request.ts';
import { WireWriter } from './wire-writer.ts';
import { writeNews, writeResponse } from './write-response.ts';

/** Texts of all lengths, ASCII and not, and with what only looks like ASCII. */
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '',
    'ü',
    'x'.repeat(127),
    'x'.repeat(128),
    'y'.repeat(3_000),
    `${'z'.repeat(30)}ß`,
    '\u{1f600}',
    '\ufeffbom',
    '\ufffd',
  ),
);
const description = fc.record({ toPeerId: text, sdp: text, type: text });
const candidate = fc.record({
  toPeerId: text,
  candidate: text,
  sdpMid: text,
  sdpMlineIndex: fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(2 ** 32 - 1, 2 ** 31, 16_384, 2_097_152)),
});
const request: fc.Arbitrary<SignalingRequest> = fc
  .record({
    requestId: text,
    request: fc.oneof(
      description.map((value) => ({ case: 'offer', value }) as const),
      description.map((value) => ({ case: 'answer', value }) as const),
      candidate.map((value) => ({ case: 'iceCandidate', value }) as const),
      text.map((peerId) => ({ case: 'disconnect', value: { peerId } }) as const),
      fc.constant({ case: 'listPeers', value: {} } as const),
      fc
        .record({ peerId: text, metadata: fc.dictionary(text, text) })
        .map((value) => ({ case: 'announce', value }) as const),
      fc.constant({ case: undefined } as const),
    ),
  })
  .map((init) => create(SignalingRequestSchema, init));

function read(bytes: Uint8Array): SignalingRequest {
  // Not at the beginning of its buffer, as in a chunk.
  const chunk = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]);
  return readRequest(chunk, 6, 6 + bytes.length);
}

/** Bytes of the one gRPC message in what was written. */
function messageOf(written: Buffer): Buffer {
  expect(written[0]).toBe(0);
  expect(written.readUInt32BE(1)).toBe(written.length - 5);
  return written.subarray(5);
}

test('requests are read as the generated code reads them', () => {
  fc.assert(
    fc.property(request, (message) => {
      const bytes = toBinary(SignalingRequestSchema, message);
      expect(read(bytes)).toEqual(fromBinary(SignalingRequestSchema, bytes));
    }),
    { numRuns: 500 },
  );
});

test('whatever the bytes, what is read and what is refused are the same as with the generated code', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(request, fc.nat(), fc.nat({ max: 255 })).map(([message, at, byte]) => {
      const spoilt = Buffer.from(toBinary(SignalingRequestSchema, message));
      if (spoilt.length > 0) spoilt[at % spoilt.length] = byte;
      return spoilt;
    }),
    fc.tuple(request, fc.nat()).map(([message, at]) => {
      const whole = toBinary(SignalingRequestSchema, message);
      return whole.subarray(0, whole.length === 0 ? 0 : at % whole.length);
    }),
    fc.tuple(request, request).map((two) => Buffer.concat(two.map((each) => toBinary(SignalingRequestSchema, each)))),
  );
  const outcome = (make: () => SignalingRequest) => {
    try {
      const message = make();
      return toBinary(SignalingRequestSchema, message);
    } catch {
      return 'refused';
    }
  };
  fc.assert(
    fc.property(bytes, (given) => {
      expect(outcome(() => read(given))).toEqual(outcome(() => fromBinary(SignalingRequestSchema, given)));
    }),
    { numRuns: 2_000 },
  );
});

test('fields that are not known are kept, and fields that come twice are merged, as in the generated code', () => {
  const unknown = Buffer.from('9a0603616263', 'hex');
  const offer = toBinary(
    SignalingRequestSchema,
    create(SignalingRequestSchema, { requestId: 'r', request: { case: 'offer', value: { toPeerId: 'a', sdp: 's' } } }),
  );
  const bytes = Buffer.concat([offer, unknown]);
  expect(read(bytes).$unknown).toEqual(fromBinary(SignalingRequestSchema, bytes).$unknown);
  const half = toBinary(
    SignalingRequestSchema,
    create(SignalingRequestSchema, { request: { case: 'offer', value: { type: 'offer' } } }),
  );
  expect(read(Buffer.concat([offer, half])).request.value).toMatchObject({ toPeerId: 'a', sdp: 's', type: 'offer' });
});

const notification: fc.Arbitrary<SignalingNotification> = fc
  .oneof(
    fc
      .record({ fromPeerId: text, offerId: text, sdp: text, type: text })
      .map((value) => ({ case: 'offer', value }) as const),
    fc.record({ fromPeerId: text, sdp: text, type: text }).map((value) => ({ case: 'answer', value }) as const),
    candidate.map(
      ({ toPeerId, ...value }) => ({ case: 'iceCandidate', value: { ...value, fromPeerId: toPeerId } }) as const,
    ),
    text.map((peerId) => ({ case: 'peerLeft', value: { peerId } }) as const),
  )
  .map((init) => create(SignalingNotificationSchema, { notification: init }));

test('news is written to the byte as the generated code writes it, several pieces one after the other', () => {
  fc.assert(
    fc.property(fc.array(notification, { minLength: 1, maxLength: 4 }), (pieces) => {
      const writer = new WireWriter();
      for (const piece of pieces) writeNews(writer, piece);
      let rest: Buffer = writer.finish();
      for (const piece of pieces) {
        const end = 5 + rest.readUInt32BE(1);
        const message = messageOf(rest.subarray(0, end));
        expect(message).toEqual(Buffer.from(toBinary(SignalingResponseSchema, news(piece))));
        rest = rest.subarray(end);
      }
      expect(rest).toHaveLength(0);
    }),
    { numRuns: 300 },
  );
});

test('replies are written to the byte as the generated code writes them', () => {
  const reply = fc.oneof(
    fc.tuple(text, text, text).map(([id, message, fact]) => ack(id, message, JSON.stringify({ fact }))),
    fc.tuple(text, text).map(([id, detail]) => refusal(id, new SdkError('not-found', detail, { retryAfterMs: 7.2 }))),
  );
  fc.assert(
    fc.property(reply, (response) => {
      const writer = new WireWriter();
      writeResponse(writer, response);
      expect(messageOf(writer.finish())).toEqual(Buffer.from(toBinary(SignalingResponseSchema, response)));
      expect(writer.length).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('what was written stays as it was when the writer goes on', () => {
  const writer = new WireWriter();
  writeResponse(writer, ack('a', 'x'.repeat(300_000), ''));
  const first = writer.finish();
  const copy = Buffer.from(first);
  writeResponse(writer, ack('b', 'y'.repeat(300_000), ''));
  writer.finish();
  expect(first.equals(copy)).toBe(true);
});
