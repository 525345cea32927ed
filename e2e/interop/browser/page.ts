import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import type { Entry, ForeignPeer } from '../foreign-peer.ts';
import type { News } from '../news.ts';
import { enterBy } from '../peers/web-peer.ts';
import { enterByGoogleGrpcWeb } from './google-grpc-web-peer.ts';
import type { ClientName, PeerCommand, PeerPage } from './peer-page.ts';

const CLIENTS: Readonly<Record<ClientName, (entry: Entry) => Promise<ForeignPeer>>> = {
  'google-grpc-web': enterByGoogleGrpcWeb,
  'connect-web': enterBy((baseUrl) => createConnectTransport({ baseUrl })),
  'connect-web-grpc-web': enterBy((baseUrl) => createGrpcWebTransport({ baseUrl })),
};

const peers = new Map<string, ForeignPeer>();

function find(id: string): ForeignPeer {
  const peer = peers.get(id);
  if (peer) return peer;
  throw new Error(`${id} did not enter`);
}

const peerPage: PeerPage = {
  enter: async (client: ClientName, entry: Entry): Promise<void> => {
    peers.set(entry.id, await CLIENTS[client](entry));
  },
  next: (id: string): Promise<News> => find(id).news.next(),
  run: async (id: string, { name, args: [to = '', text = ''] }: PeerCommand): Promise<readonly string[]> => {
    if (name === 'list') return find(id).list();
    if (name === 'leave') await find(id).leave();
    else await find(id)[name](to, text);
    return [];
  },
};

Object.assign(globalThis, { peerPage });
