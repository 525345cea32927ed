import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listen } from '../../harness/static-site.mjs';

/**
 * The least that makes a relay of socket.io: it knows its sockets by peer id, and passes on what names one. That
 * it has a table of its own spares it the library's rooms, which would cost more.
 *
 * @returns {Promise<{ port: number }>}
 */
export async function startSocketIo() {
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  /** @type {Map<string, import('socket.io').Socket>} */
  const peers = new Map();
  io.on('connection', (socket) => {
    const { id } = socket.handshake.auth;
    peers.set(id, socket);
    for (const event of ['offer', 'candidate']) {
      socket.on(event, ({ to, ...message }) => peers.get(to)?.emit(event, { from: id, ...message }));
    }
    socket.on('disconnect', () => peers.delete(id));
  });
  return { port: await listen(server) };
}
