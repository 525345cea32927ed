import { createWebSocketChannel, toPeerId } from '@remotemedia/signaling';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws';

Object.assign(globalThis, { WebSocket: NodeWebSocket });

const CAPABILITIES = { audio: true, video: true, data: true };
let server: WebSocketServer;
let pings = 0;

/** A server that admits everybody and then says what `after` does. */
async function join(times: { heartbeat_interval_ms: number; resume_grace_ms: number }, after: readonly object[] = []) {
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { id, method } = JSON.parse(String(data));
      if (method === 'ping') pings += 1;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { session_token: 't', peers: [], ...times } }));
      if (method === 'peer.announce') for (const frame of after) socket.send(JSON.stringify(frame));
    });
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const channel = createWebSocketChannel(`ws://127.0.0.1:${port}`);
  const heard: string[] = [];
  channel.on('peerJoined', ({ id }) => heard.push(`joined ${id}`));
  channel.on('peerLeft', (id) => heard.push(`left ${id}`));
  await channel.join({ room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES });
  return { channel, heard };
}

beforeEach(async () => {
  pings = 0;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
});

afterEach(() => server.close());

test('a server that wants a sign of life every 0 ms does not get a flood of them', async () => {
  const { channel } = await join({ heartbeat_interval_ms: 0, resume_grace_ms: 5_000 });
  await vi.waitFor(() => expect(pings).toBeGreaterThan(0), { timeout: 3_000 });
  const before = pings;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(pings - before).toBeLessThan(10);
  expect(channel.state).toEqual({ kind: 'joined' });
  await channel.close();
});

test('news of peers that cannot be are left out, and what follows is heard', async () => {
  const joined = (peer_id: unknown, seq: number) => ({
    jsonrpc: '2.0',
    method: 'peer.joined',
    params: { peer_id, seq },
  });
  const odd = [joined('no such name', 1), joined(7, 2), joined('bob', 3)];
  const { channel, heard } = await join({ heartbeat_interval_ms: 2_000, resume_grace_ms: 5_000 }, odd);
  await vi.waitFor(() => expect(heard).toEqual(['joined bob']));
  await channel.close();
});
