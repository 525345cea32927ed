import { toBinary } from '@bufbuild/protobuf';
import {
  type AckResponse,
  type AnswerNotification,
  type IceCandidateNotification,
  type OfferNotification,
  type SignalingNotification,
  type SignalingResponse,
  SignalingResponseSchema,
} from '@remotemedia/protocol/webrtc';
import { news } from '../responses.ts';
import { textFieldSize, textSize, varintSize, type WireWriter } from './wire-writer.ts';

/** Bytes in front of a gRPC message: a flag and its length. */
const FRAME_HEAD_BYTES = 5;

/** Field numbers of `SignalingResponse`. */
const REQUEST_ID = 1;
const ACK = 10;
const NOTIFICATION = 12;
/** Field numbers of `SignalingNotification`. */
const OFFER = 3;
const ANSWER = 4;
const ICE_CANDIDATE = 5;

/** Adds a response as one gRPC frame. */
export function writeResponse(writer: WireWriter, response: SignalingResponse): void {
  if (response.response.case === 'ack') writeAck(writer, response.requestId, response.response.value);
  else writeGenerated(writer, response);
}

/** Adds a piece of news as one gRPC frame: a `SignalingResponse` without a request id. */
export function writeNews(writer: WireWriter, notification: SignalingNotification): void {
  const { case: kind, value } = notification.notification;
  if (kind === 'iceCandidate') writeCandidate(writer, value);
  else if (kind === 'offer') writeDescription(writer, OFFER, value, value.offerId);
  else if (kind === 'answer') writeDescription(writer, ANSWER, value, undefined);
  else writeRoomNews(writer, notification);
}

/** What all peers of a room are told is one object for all of them. */
const roomNews = new WeakMap<SignalingNotification, Uint8Array>();

function writeRoomNews(writer: WireWriter, notification: SignalingNotification): void {
  const bytes = roomNews.get(notification) ?? toBinary(SignalingResponseSchema, news(notification));
  roomNews.set(notification, bytes);
  beginFrame(writer, bytes.length);
  writer.raw(bytes);
}

function writeGenerated(writer: WireWriter, response: SignalingResponse): void {
  const bytes = toBinary(SignalingResponseSchema, response);
  beginFrame(writer, bytes.length);
  writer.raw(bytes);
}

function writeAck(writer: WireWriter, requestId: string, { message, data }: AckResponse): void {
  const idSize = textSize(requestId);
  const messageSize = textSize(message);
  const dataSize = textSize(data);
  const size = textFieldSize(messageSize) + textFieldSize(dataSize);
  beginFrame(writer, textFieldSize(idSize) + fieldSize(size));
  writer.textField(REQUEST_ID, requestId, idSize);
  writer.header(ACK, size);
  writer.textField(1, message, messageSize);
  writer.textField(2, data, dataSize);
}

/** An offer has its name between sender and SDP, an answer has none, so that the numbers after it differ. */
function writeDescription(
  writer: WireWriter,
  kind: typeof OFFER | typeof ANSWER,
  { fromPeerId, sdp, type }: OfferNotification | AnswerNotification,
  offerId: string | undefined,
): void {
  const fromSize = textSize(fromPeerId);
  const nameSize = offerId === undefined ? 0 : textSize(offerId);
  const sdpSize = textSize(sdp);
  const typeSize = textSize(type);
  const size = textFieldSize(fromSize) + textFieldSize(nameSize) + textFieldSize(sdpSize) + textFieldSize(typeSize);
  beginNews(writer, kind, size);
  writer.textField(1, fromPeerId, fromSize);
  if (offerId !== undefined) writer.textField(2, offerId, nameSize);
  const sdpField = offerId === undefined ? 2 : 3;
  writer.textField(sdpField, sdp, sdpSize);
  writer.textField(sdpField + 1, type, typeSize);
}

function writeCandidate(writer: WireWriter, value: IceCandidateNotification): void {
  const { fromPeerId, candidate, sdpMid, sdpMlineIndex } = value;
  const fromSize = textSize(fromPeerId);
  const candidateSize = textSize(candidate);
  const midSize = textSize(sdpMid);
  const indexSize = sdpMlineIndex === 0 ? 0 : 1 + varintSize(sdpMlineIndex);
  const size = textFieldSize(fromSize) + textFieldSize(candidateSize) + textFieldSize(midSize) + indexSize;
  beginNews(writer, ICE_CANDIDATE, size);
  writer.textField(1, fromPeerId, fromSize);
  writer.textField(2, candidate, candidateSize);
  writer.textField(3, sdpMid, midSize);
  if (indexSize === 0) return;
  writer.byte(4 << 3);
  writer.varint(sdpMlineIndex);
}

function beginNews(writer: WireWriter, kind: number, sizeBytes: number): void {
  const outerSize = fieldSize(sizeBytes);
  beginFrame(writer, fieldSize(outerSize));
  writer.header(NOTIFICATION, outerSize);
  writer.header(kind, sizeBytes);
}

function beginFrame(writer: WireWriter, sizeBytes: number): void {
  writer.reserve(FRAME_HEAD_BYTES + sizeBytes);
  writer.byte(0);
  writer.fixed32BigEndian(sizeBytes);
}

/** Bytes that a field with a message of that size takes; unlike a text it is there when it is empty, too. */
function fieldSize(sizeBytes: number): number {
  return 1 + varintSize(sizeBytes) + sizeBytes;
}
