import { JSONRPCClient, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0';
import { WebSocket } from 'ws';
import type { Entry, ForeignPeer } from '../foreign-peer.ts';
import { JsonRpcPeer } from './json-rpc-calls.ts';
import { KINDS, type NotificationParams, newsOf } from './json-rpc-frames.ts';

/** Enters with the library `json-rpc-2.0` on a socket of `ws`. */
export async function enterByJsonRpc2(entry: Entry): Promise<ForeignPeer> {
  const socket = new WebSocket(entry.serverUrl.replace('http', 'ws'));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const client = new JSONRPCClient((request: unknown) => socket.send(JSON.stringify(request)));
  const rpc = new JSONRPCServerAndClient(new JSONRPCServer(), client);
  socket.on('message', (data) => void rpc.receiveAndSend(JSON.parse(String(data))));
  const call = (method: string, params: object) => rpc.request(method, params as Record<string, unknown>);
  const peer = new JsonRpcPeer(entry.id, call, () => socket.close());
  for (const [method, kind] of Object.entries(KINDS)) {
    rpc.addMethod(method, (params: NotificationParams) => peer.news.add(newsOf(kind, params)));
  }
  await peer.announce(entry);
  return peer;
}
