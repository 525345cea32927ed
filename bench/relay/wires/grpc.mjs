import { frameHead, openHttp2Call } from './http2.mjs';
import { enveloped } from './protobuf.mjs';
import { announcing, REQUESTS } from './signaling-messages.mjs';
import { TagReader, Template } from './template.mjs';

/** @param {Buffer} message */
function dataFrame(message) {
  const payload = enveloped(message);
  return Buffer.concat([frameHead(payload.length, 0, 0, 1), payload]);
}

const TEMPLATES = {
  offer: new Template(dataFrame(REQUESTS.offer)),
  candidate: new Template(dataFrame(REQUESTS.candidate)),
};

/**
 * Our `WebRtcSignaling.Signal` over cleartext HTTP/2. Every message is answered with an ack.
 *
 * @type {import('./peer-options.mjs').OpenPeer}
 */
export async function openGrpc({ port, index, room, onTag, onFault }) {
  const tags = new TagReader(onTag);
  /** @type {() => void} */
  let onAnnounced = () => {};
  const announced = new Promise((resolve) => {
    onAnnounced = () => resolve(undefined);
  });
  const call = await openHttp2Call({
    port,
    path: '/remotemedia.v1.webrtc.WebRtcSignaling/Signal',
    contentType: 'application/grpc+proto',
    onData: (chunk, start, end) => {
      onAnnounced();
      tags.read(chunk, start, end);
    },
    onFault,
  });
  call.sendFrame(dataFrame(announcing(index, room)));
  await announced;
  return {
    send: (kind, to, tag) => call.sendFrame(TEMPLATES[kind].make(to, tag)),
    close: () => call.close(),
  };
}
