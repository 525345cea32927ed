import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { announceReady } from '../harness/services.mjs';

/**
 * What runs in hosts of the rig: `serve SITE SERVER` is our server with the page, and counts datagrams; it answers each
 * message of its parent with what came. `flood ADDRESS PORT KBPS MS` sends datagrams as fast as said.
 */
const [role, ...rest] = process.argv.slice(2);

/** Bytes of a datagram: what WebRTC's have. */
const DATAGRAM_BYTES = 1_200;

/** @param {string} sitePath @param {string} serverModule */
async function serve(sitePath, serverModule) {
  const { startServer } = await import(serverModule);
  const server = await startServer({ host: '0.0.0.0', port: 0, demoDir: sitePath });
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1_048_576 });
  let [bytes, fromMs, untilMs] = [0, 0, 0];
  socket.on('message', (message) => {
    untilMs = performance.now();
    fromMs ||= untilMs;
    bytes += message.length;
  });
  socket.bind(0);
  await once(socket, 'listening');
  process.on('message', () => {
    process.send?.({ bytes, ms: untilMs - fromMs });
    [bytes, fromMs] = [0, 0];
  });
  announceReady({ port: server.port, udpPort: socket.address().port }, async () => {
    socket.close();
    await server.close();
  });
}

/** @param {string} address @param {number} port @param {number} kbps @param {number} forMs */
async function flood(address, port, kbps, forMs) {
  const socket = createSocket('udp4');
  const datagram = Buffer.alloc(DATAGRAM_BYTES);
  const startMs = performance.now();
  for (let sent = 0; performance.now() - startMs < forMs; await sleep(1)) {
    const due = ((performance.now() - startMs) * kbps) / 8 / DATAGRAM_BYTES;
    for (; sent < due; sent += 1) socket.send(datagram, port, address);
  }
  socket.close();
}

if (role === 'serve') await serve(rest[0] ?? '', rest[1] ?? '');
else await flood(rest[0] ?? '', Number(rest[1]), Number(rest[2]), Number(rest[3]));
