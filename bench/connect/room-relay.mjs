import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { closeServer, listen } from '../harness/static-site.mjs';

/**
 * The least that brings two peers together: the path names a room, and what one socket sends, the others in its room
 * get unchanged.
 *
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startRoomRelay() {
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  const rooms = new Map();
  const server = createServer();
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, { url = '/' }) => {
    const room = rooms.get(url) ?? new Set();
    rooms.set(url, room.add(socket));
    socket.on('message', (data) => {
      for (const other of room) if (other !== socket) other.send(data, { binary: false });
    });
    socket.on('close', () => {
      room.delete(socket);
      if (room.size === 0) rooms.delete(url);
    });
  });
  const port = await listen(server);
  return { url: `ws://127.0.0.1:${port}`, close: () => closeServer(server) };
}
