import { CANDIDATE, SDP } from '../load/workload.mjs';
import { readTexts } from './first-text.mjs';
import { idOf, TO } from './template.mjs';
import { openWebSocket, textTemplate } from './websocket.mjs';

const BYTES_OF_ANSWER = '{"jsonrpc":"2.0","id":1,';

/**
 * Our JSON-RPC over WebSocket.
 *
 * @param {{ wantsReplies: boolean }} settings whether messages are calls, or notifications that nobody answers
 * @returns {import('./peer-options.mjs').OpenPeer}
 */
export function jsonRpc({ wantsReplies }) {
  return async ({ port, index, room, onTag, onFault }) => {
    const id = idOf(index);
    const { onText, expectText } = readTexts(onTag);
    const socket = await openWebSocket({ port, path: '/ws', onText, onFault });
    const announced = expectText(BYTES_OF_ANSWER);
    const params = { peer_id: id, capabilities: ['data'], user_data: { room } };
    socket.sendText(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'peer.announce', params }));
    const answer = await announced;
    if (!answer.includes('"result"')) throw new Error(answer);
    const call = (method, more) => {
      const message = {
        jsonrpc: '2.0',
        ...(wantsReplies ? { id: 2 } : {}),
        method,
        params: { from: id, to: TO, ...more },
      };
      return textTemplate(JSON.stringify(message));
    };
    const templates = {
      offer: call('peer.offer', { sdp: SDP }),
      candidate: call('peer.ice_candidate', { candidate: CANDIDATE, sdp_mid: '0', sdp_m_line_index: 0 }),
    };
    return {
      send: (kind, to, tag) => socket.sendFrame(templates[kind].make(to, tag)),
      close: () => socket.close(),
    };
  };
}
