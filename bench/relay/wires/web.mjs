import { Posts, requestHead } from './http1.mjs';
import { enveloped, field, readField } from './protobuf.mjs';
import { openConnection } from './raw-connection.mjs';
import { announceRequest, REQUESTS } from './signaling-messages.mjs';
import { TagReader, Template } from './template.mjs';

const SERVICE = '/remotemedia.v1.webrtc.WebRtcSignalingWeb';
/** So many bytes has `first_seq` at all times, so that a message keeps its length as the number grows. */
const SEQ_BYTES = 5;

/** What tells gRPC-Web from Connect: types of content, and whether one message alone is in an envelope. */
const PROTOCOLS = {
  'grpc-web': {
    stream: 'content-type: application/grpc-web+proto\r\nx-grpc-web: 1\r\n',
    unary: 'content-type: application/grpc-web+proto\r\nx-grpc-web: 1\r\n',
    body: enveloped,
  },
  connect: {
    stream: 'content-type: application/connect+proto\r\nconnect-protocol-version: 1\r\n',
    unary: 'content-type: application/proto\r\nconnect-protocol-version: 1\r\n',
    body: (message) => message,
  },
};

/**
 * Our `WebRtcSignalingWeb` over HTTP/1.1: one connection for Subscribe, one for Send, one request in each Send.
 *
 * @param {'grpc-web' | 'connect'} name
 * @returns {import('./peer-options.mjs').OpenPeer}
 */
export function web(name) {
  const { unary, body } = PROTOCOLS[name];
  return async (options) => {
    const { port, onFault } = options;
    const subscription = await subscribe(options, name);
    const posts = new Posts(port, onFault);
    const path = `${SERVICE}/Send`;
    const templates = { offer: sendTemplate('offer'), candidate: sendTemplate('candidate') };
    function sendTemplate(kind) {
      // Field 2 as a number that is written out with leading zeros, in base 128.
      const seq = Buffer.from([2 * 8, ...new Array(SEQ_BYTES - 1).fill(0x80), 0]);
      const message = Buffer.concat([field(1, subscription.token), seq, field(3, REQUESTS[kind])]);
      const content = body(message);
      const request = Buffer.concat([requestHead({ port, path, headers: unary, sizeBytes: content.length }), content]);
      const seqAt = request.length - message.length + field(1, subscription.token).length + 1;
      return { template: new Template(request), seqAt };
    }
    let seq = 0;
    return {
      send: (kind, to, tag) => {
        const { template, seqAt } = templates[kind];
        posts.post(() => {
          seq += 1;
          const request = template.make(to, tag);
          writeSeq(request, seqAt, seq);
          return request;
        });
      },
      close: () => {
        subscription.close();
        posts.close();
      },
    };
  };
}

function writeSeq(request, at, seq) {
  let rest = seq;
  for (let index = 0; index < SEQ_BYTES; index += 1) {
    request[at + index] = (rest & 127) | (index < SEQ_BYTES - 1 ? 128 : 0);
    rest = Math.floor(rest / 128);
  }
}

/** @returns {Promise<{ token: Buffer, close(): void }>} */
async function subscribe({ port, index, room, onTag, onFault }, name) {
  const tags = new TagReader(onTag);
  let isClosed = false;
  let opening = Buffer.alloc(0);
  /** @type {(token: Buffer) => void} */
  let onToken;
  const token = new Promise((resolve) => {
    onToken = resolve;
  });
  const socket = await openConnection(port, {
    onChunk: (chunk) => {
      if (opening === undefined) {
        tags.read(chunk, 0, chunk.length);
        return;
      }
      opening = Buffer.concat([opening, chunk]);
      const first = firstMessage(opening);
      if (first === undefined) return;
      const ready = readField(first, 10);
      const found = ready && readField(ready, 1);
      if (found) onToken(Buffer.from(found));
      else onFault(`not in the room: ${opening}`);
      opening = undefined;
    },
    onClose: (reason) => !isClosed && onFault(reason),
  });
  const content = enveloped(field(1, announceRequest(index, room)));
  const headers = PROTOCOLS[name].stream;
  socket.write(requestHead({ port, path: `${SERVICE}/Subscribe`, headers, sizeBytes: content.length }));
  socket.write(content);
  return {
    token: await token,
    close: () => {
      isClosed = true;
      socket.destroy();
    },
  };
}

/** The first message of a stream, once the whole of it is there. */
function firstMessage(answer) {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const body = withoutChunkHeads(answer.subarray(headEnd + 4));
  if (body.length < 5 || body.length < 5 + body.readUInt32BE(1)) return undefined;
  return body.subarray(5, 5 + body.readUInt32BE(1));
}

function withoutChunkHeads(body) {
  const parts = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd === -1) break;
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
