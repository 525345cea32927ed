import { CANDIDATE, SDP } from '../load/workload.mjs';
import { readTexts } from './first-text.mjs';
import { idOf, TO } from './template.mjs';
import { openWebSocket, textTemplate } from './websocket.mjs';

/** Engine.IO's packet that wants a `3` back. */
const PING = 50;

/**
 * Socket.IO 4 over WebSocket only, as its client speaks it.
 *
 * @type {import('./peer-options.mjs').OpenPeer}
 */
export async function openSocketIo({ port, index, room, onTag, onFault }) {
  const id = idOf(index);
  const { onText, expectText } = readTexts(onTag);
  const greeted = expectText('0{');
  const socket = await openWebSocket({
    port,
    path: '/socket.io/?EIO=4&transport=websocket',
    onText: (chunk, start, end) => {
      if (end - start === 1 && chunk[start] === PING) socket.sendText('3');
      else onText(chunk, start, end);
    },
    onFault,
  });
  await greeted;
  const connected = expectText('40{');
  socket.sendText(`40${JSON.stringify({ id, room })}`);
  await connected;
  const event = (name, message) => textTemplate(`42${JSON.stringify([name, { to: TO, ...message }])}`);
  const templates = {
    offer: event('offer', { sdp: SDP }),
    candidate: event('candidate', { candidate: CANDIDATE, sdpMid: '0', sdpMLineIndex: 0 }),
  };
  return {
    send: (kind, to, tag) => socket.sendFrame(templates[kind].make(to, tag)),
    close: () => socket.close(),
  };
}
