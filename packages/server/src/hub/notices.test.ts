import { create, equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AnswerRequestSchema,
  IceCandidateRequestSchema,
  OfferRequestSchema,
  SignalingNotificationSchema,
} from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import { answered, candidateFound, offered } from './notices.ts';

const candidate = create(IceCandidateRequestSchema, { toPeerId: 'b', candidate: 'c', sdpMid: '1', sdpMlineIndex: 2 });

test.each([
  ['offer', offered('a', 'id', create(OfferRequestSchema, { toPeerId: 'b', sdp: 'ü' }))],
  ['answer', answered('a', create(AnswerRequestSchema, { toPeerId: 'b', sdp: 'ü' }))],
  ['iceCandidate', candidateFound('a', candidate)],
])('a notification of an %s that is written out is the message that the generated code makes', (kind, message) => {
  const schema = SignalingNotificationSchema;
  const back = fromBinary(schema, toBinary(schema, message));
  expect(back.notification.case).toBe(kind);
  expect(back).toEqual(create(schema, message));
  expect(equals(schema, back, message)).toBe(true);
});
