import { CANDIDATE, SDP } from '../load/workload.mjs';
import { field, numberField } from './protobuf.mjs';
import { idOf, TO } from './template.mjs';

/** A name for requests; servers give it back. */
const REQUEST_ID = field(1, 'r1');

/**
 * @param {number} index of the peer
 * @param {string} room
 * @returns {Buffer} an `AnnounceRequest`
 */
export function announceRequest(index, room) {
  const capabilities = field(2, numberField(3, 1));
  const metadata = field(3, Buffer.concat([field(1, 'room'), field(2, room)]));
  return Buffer.concat([field(1, idOf(index)), capabilities, metadata]);
}

/**
 * @param {number} index
 * @param {string} room
 * @returns {Buffer} a `SignalingRequest` that announces
 */
export function announcing(index, room) {
  return Buffer.concat([REQUEST_ID, field(10, announceRequest(index, room))]);
}

/** `SignalingRequest`s with the stand-ins of a template. */
export const REQUESTS = {
  offer: Buffer.concat([REQUEST_ID, field(11, Buffer.concat([field(1, TO), field(2, SDP), field(3, 'offer')]))]),
  candidate: Buffer.concat([REQUEST_ID, field(13, Buffer.concat([field(1, TO), field(2, CANDIDATE), field(3, '0')]))]),
};
