import { SdkError } from '@remotemedia/base';
import {
  DEFAULT_ROOM,
  isPeerId,
  isRoomName,
  MAX_CANDIDATE_BYTES,
  MAX_EXTENSIONS_BYTES,
  MAX_METADATA_BYTES,
  MAX_SDP_BYTES,
  ROOM_METADATA_KEY,
  sdpFault,
} from '@remotemedia/protocol';
import type { AnnounceRequest, AnswerRequest, IceCandidateRequest, OfferRequest } from '@remotemedia/protocol/webrtc';
import { MAX_MLINE_INDEX, SERVER_PEER_ID } from './hub-limits.ts';

/** Half a character: JSON can carry it, UTF-8 cannot, so it must not reach other peers. */
const HALF_CHARACTER = /\p{Surrogate}/u;
const NAME_FORM = '1–64 of the characters A–Z a–z 0–9 _ . : @ -';

/** Checks who wants to enter. @returns the room's name @throws {SdkError} `invalid-argument` */
export function checkAnnounce(request: AnnounceRequest): string {
  const { peerId, metadata, capabilities } = request;
  if (!isPeerId(peerId)) throw invalid(`a peer id must be ${NAME_FORM}, got ${quoted(peerId)}`);
  if (peerId === SERVER_PEER_ID) throw invalid(`the peer id ${SERVER_PEER_ID} is the server's own; choose another`);
  const room = metadata[ROOM_METADATA_KEY] ?? DEFAULT_ROOM;
  checkRoomName(room);
  checkMetadata(metadata);
  checkText('capabilities.extensions', capabilities?.extensions ?? '', MAX_EXTENSIONS_BYTES);
  return room;
}

/** Checks what a peer says of itself. @throws {SdkError} `invalid-argument` */
export function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const entries = Object.entries(metadata);
  for (const entry of entries) for (const text of entry) checkText('metadata', text);
  const sizeBytes = entries.flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (sizeBytes <= MAX_METADATA_BYTES) return;
  throw invalid(`metadata may have ${MAX_METADATA_BYTES} bytes, keys and values together, got ${sizeBytes}`);
}

/** Checks the form of a room's name. @throws {SdkError} `invalid-argument` */
export function checkRoomName(room: string): void {
  if (!isRoomName(room)) throw invalid(`a room's name must be ${NAME_FORM}, got ${quoted(room)}`);
}

/** Checks an offer before it is passed on. @throws {SdkError} `invalid-argument` */
export function checkOffer(request: OfferRequest): void {
  checkDescription('offer', request);
}

/** Checks an answer before it is passed on. @throws {SdkError} `invalid-argument` */
export function checkAnswer(request: AnswerRequest): void {
  checkDescription('answer', request);
}

/** Checks a candidate before it is passed on; an empty one stands for the end of candidates. @throws {SdkError} `invalid-argument` */
export function checkCandidate({ candidate, sdpMid, sdpMlineIndex }: IceCandidateRequest): void {
  checkText('candidate', candidate, MAX_CANDIDATE_BYTES);
  checkText('sdp_mid', sdpMid, MAX_CANDIDATE_BYTES);
  if (sdpMlineIndex > MAX_MLINE_INDEX) throw invalid(`sdp_mline_index may be ${MAX_MLINE_INDEX}, got ${sdpMlineIndex}`);
}

function checkDescription(type: 'offer' | 'answer', request: { sdp: string; type: string }): void {
  // The request says by its kind what it is; an absent type adds nothing.
  if (request.type !== type && request.type !== '') {
    throw invalid(`the type of an ${type} must be "${type}", got ${quoted(request.type)}`);
  }
  checkText('sdp', request.sdp, MAX_SDP_BYTES);
  const fault = sdpFault(request.sdp);
  if (fault !== undefined) throw invalid(`the sdp of the ${type} is not a session description: ${fault}`);
}

function checkText(what: string, text: string, maxBytes: number = Number.POSITIVE_INFINITY): void {
  if (text.length > maxBytes || (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes)) {
    throw invalid(`${what} may have ${maxBytes} bytes, got ${Buffer.byteLength(text)}`);
  }
  if (HALF_CHARACTER.test(text)) throw invalid(`${what} is not well-formed Unicode`);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

function invalid(detail: string): SdkError {
  return new SdkError('invalid-argument', detail);
}
