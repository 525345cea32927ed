import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { closeServer, listen } from '../harness/static-site.mjs';

/**
 * The relay that Trystero's topic strategy expects: `subscribe` to a topic, `publish` to all who did.
 *
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startTopicRelay() {
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  const topics = new Map();
  const server = createServer();
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    const mine = new Set();
    socket.on('message', (data) => {
      const { type, topic, payload } = JSON.parse(String(data));
      if (type === 'subscribe') {
        mine.add(topic);
        topics.set(topic, (topics.get(topic) ?? new Set()).add(socket));
      } else if (type === 'publish') {
        const text = JSON.stringify({ topic, payload });
        for (const subscriber of topics.get(topic) ?? []) subscriber.send(text);
      }
    });
    socket.on('close', () => {
      for (const topic of mine) {
        topics.get(topic)?.delete(socket);
        if (topics.get(topic)?.size === 0) topics.delete(topic);
      }
    });
  });
  const port = await listen(server);
  return { url: `ws://127.0.0.1:${port}`, close: () => closeServer(server) };
}
