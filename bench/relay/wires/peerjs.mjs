import { CANDIDATE, SDP } from '../load/workload.mjs';
import { readTexts } from './first-text.mjs';
import { idOf, TO } from './template.mjs';
import { openWebSocket, textTemplate } from './websocket.mjs';

/**
 * PeerJS's protocol, as its client 1.5.5 speaks it. It has no rooms.
 *
 * @type {import('./peer-options.mjs').OpenPeer}
 */
export async function openPeerJs({ port, index, onTag, onFault }) {
  const id = idOf(index);
  const { onText, expectText } = readTexts(onTag);
  const opened = expectText('{"type":"OPEN"');
  const path = `/peerjs?key=peerjs&id=${id}&token=t${id}&version=1.5.5`;
  const socket = await openWebSocket({ port, path, onText, onFault });
  await opened;
  const common = { type: 'data', connectionId: 'dc_ixl2j5o1v5' };
  const sdp = { type: 'offer', sdp: SDP };
  const candidate = { candidate: CANDIDATE, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'q7Xh' };
  const templates = {
    offer: textTemplate(JSON.stringify({ type: 'OFFER', payload: { sdp, ...common }, dst: TO })),
    candidate: textTemplate(JSON.stringify({ type: 'CANDIDATE', payload: { candidate, ...common }, dst: TO })),
  };
  return {
    send: (kind, to, tag) => socket.sendFrame(templates[kind].make(to, tag)),
    close: () => socket.close(),
  };
}
