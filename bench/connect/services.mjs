import { announceReady } from '../harness/services.mjs';
import { startStaticSite } from '../harness/static-site.mjs';
import { startPeerServer } from './peer-server.mjs';
import { startRoomRelay } from './room-relay.mjs';
import { startTopicRelay } from './topic-relay.mjs';

/**
 * @typedef {object} Addresses
 * @property {string} site origin of the rivals' pages
 * @property {string} roomRelay
 * @property {string} topicRelay
 * @property {string} peerServer
 * @property {string | undefined} ours origin of our server, which serves our page as well
 */

const [sitePath, serverModule] = process.argv.slice(2);

/** Our server as it is used: page and signaling on one port. */
async function startOurs() {
  const { startServer } = await import(serverModule);
  const server = await startServer({ host: '127.0.0.1', port: 0, demoDir: sitePath });
  return { url: `http://127.0.0.1:${server.port}`, close: () => server.close() };
}

const site = await startStaticSite(sitePath);
const [roomRelay, topicRelay, peerServer] = await Promise.all([startRoomRelay(), startTopicRelay(), startPeerServer()]);
const ours = serverModule ? await startOurs() : undefined;

/** @type {Addresses} */
const addresses = {
  site: `http://127.0.0.1:${site.port}`,
  roomRelay: roomRelay.url,
  topicRelay: topicRelay.url,
  peerServer: peerServer.url,
  ours: ours?.url,
};
announceReady(addresses, async () => {
  await Promise.all([site, roomRelay, topicRelay, peerServer, ours].map((service) => service?.close()));
});
