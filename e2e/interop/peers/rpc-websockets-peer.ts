import { Client } from 'rpc-websockets';
import type { Entry, ForeignPeer } from '../foreign-peer.ts';
import { JsonRpcPeer } from './json-rpc-calls.ts';
import { KINDS, type NotificationParams, newsOf } from './json-rpc-frames.ts';

/** Enters with the library `rpc-websockets`. */
export async function enterByRpcWebsockets(entry: Entry): Promise<ForeignPeer> {
  const client = new Client(`${entry.serverUrl.replace('http', 'ws')}/ws`, { reconnect: false });
  await new Promise<void>((resolve, reject) => {
    client.once('open', () => resolve());
    client.once('error', reject);
  });
  const peer = new JsonRpcPeer(
    entry.id,
    (method, params) => client.call(method, params as Record<string, unknown>),
    () => client.close(),
  );
  for (const [method, kind] of Object.entries(KINDS)) {
    client.on(method, (params: NotificationParams) => peer.news.add(newsOf(kind, params)));
  }
  await peer.announce(entry);
  return peer;
}
