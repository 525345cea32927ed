import { openGrpc } from './grpc.mjs';
import { jsonRpc } from './json-rpc.mjs';
import { openPeerJs } from './peerjs.mjs';
import { openSocketIo } from './socket-io.mjs';
import { web } from './web.mjs';

/** How the peers of each contender speak. @type {Record<string, import('./peer-options.mjs').OpenPeer>} */
export const OPEN_PEER_OF = {
  websocket: jsonRpc({ wantsReplies: false }),
  'websocket-replies': jsonRpc({ wantsReplies: true }),
  grpc: openGrpc,
  'grpc-web': web('grpc-web'),
  connect: web('connect'),
  peerjs: openPeerJs,
  'socket.io': openSocketIo,
};
