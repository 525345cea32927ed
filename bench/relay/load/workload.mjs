import { TAG } from '../wires/template.mjs';

/** An offer and its candidates. */
export const CALL_MESSAGES = 11;
const SDP_BYTES = 3_400;
const CANDIDATE_BYTES = 160;

/** An offer of the size of a browser's with audio, video and data, with a message's number for its session name. */
export const SDP = makeSdp();
/** A candidate line as a browser's, with a message's number in one of its extensions. */
export const CANDIDATE = pad(
  `candidate:2 1 udp 2122260223 192.0.2.17 54321 typ host generation 0 ufrag q7Xh network-id 1 tag ${TAG} more `,
  CANDIDATE_BYTES,
);

/**
 * @param {number} count how many were sent before
 * @returns {import('../wires/peer-options.mjs').Kind}
 */
export function kindOf(count) {
  return count % CALL_MESSAGES === 0 ? 'offer' : 'candidate';
}

function makeSdp() {
  const head = `v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=${TAG}\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`;
  let text = head;
  for (let id = 96; text.length < SDP_BYTES - 60; id += 1)
    text += `a=rtpmap:${id} VP8/90000\r\na=rtcp-fb:${id} nack pli\r\n`;
  return `${pad(`${text}a=x-`, SDP_BYTES - 2)}\r\n`;
}

/**
 * @param {string} text
 * @param {number} sizeBytes
 */
function pad(text, sizeBytes) {
  return text.padEnd(sizeBytes, '0');
}
