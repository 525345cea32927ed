import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import type { Enter } from './foreign-peer.ts';
import { enterByConnectNode } from './peers/connect-node-peer.ts';
import { enterByGrpcJs } from './peers/grpc-js-peer.ts';
import { enterByJsonRpc2 } from './peers/json-rpc-2-peer.ts';
import { enterByRpcWebsockets } from './peers/rpc-websockets-peer.ts';
import { enterBy } from './peers/web-peer.ts';

/** The clients that need nothing but Node, by name. */
export const NODE_CLIENTS: Readonly<Record<string, Enter>> = {
  'grpc-js': enterByGrpcJs,
  'connect-node': enterByConnectNode,
  'connect-web': enterBy((baseUrl) => createConnectTransport({ baseUrl })),
  'connect-web-grpc-web': enterBy((baseUrl) => createGrpcWebTransport({ baseUrl })),
  'json-rpc-2.0': enterByJsonRpc2,
  'rpc-websockets': enterByRpcWebsockets,
};
