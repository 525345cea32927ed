import { type RemoteMediaServer, startServer } from '@remotemedia/server';
import { afterEach, beforeEach } from 'vitest';
import { FrameClient } from './frame-client.ts';

/** A session description that passes for one. */
export const OFFER_SDP: string =
  'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
/** Another. */
export const ANSWER_SDP: string = OFFER_SDP.replace('s=-', 's=answer');
/** A candidate line as browsers make them. */
export const CANDIDATE: string = 'candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host generation 0 ufrag q7Xh';
/** The id of the peer inside a server that has one. */
export const SERVER_PEER: string = 'remotemedia-server';

/** What the tests of one file talk to: a fresh server for each. */
export interface UpstreamServer {
  /** Opens a socket that is closed after the test. */
  open(path: string): Promise<FrameClient>;
  /** Announces a peer in the plain `peer.*` dialect. */
  announced(peerId: string): Promise<FrameClient>;
  /** The server's address. */
  url(): string;
}

/** Starts a server before each test and closes it afterwards. */
export function useUpstreamServer(): UpstreamServer {
  let server: RemoteMediaServer;
  let clients: FrameClient[] = [];
  beforeEach(async () => {
    server = await startServer({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    clients = [];
    await server.close();
  });
  const open = async (path: string): Promise<FrameClient> => {
    const client = await FrameClient.open(server.url, path);
    clients.push(client);
    return client;
  };
  const announced = async (peerId: string): Promise<FrameClient> => {
    const client = await open('/ws');
    const params = { peer_id: peerId, capabilities: ['audio', 'data'] };
    client.send({ jsonrpc: '2.0', id: 'enter', method: 'peer.announce', params });
    await client.response('enter');
    return client;
  };
  return { open, announced, url: () => server.url };
}
