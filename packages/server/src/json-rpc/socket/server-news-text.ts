import type { ServerNews } from '../../hub/server-news.ts';
import { asciiJson } from '../dialects/ascii-json.ts';

/** The frame that tells a client what the server itself has to say, in ASCII. */
export function serverNewsText(news: ServerNews): string {
  return asciiJson(JSON.stringify({ jsonrpc: '2.0', ...methodAndParams(news) }));
}

function methodAndParams(news: ServerNews): { readonly method: string; readonly params: object } {
  switch (news.type) {
    case 'iceServers': {
      const { iceServers, expiresInMs } = news;
      return { method: 'server.ice_servers', params: { ice_servers: iceServers, expires_in_ms: expiresInMs } };
    }
    case 'move':
      return { method: 'server.move', params: { deadline_ms: news.deadlineMs } };
  }
}
