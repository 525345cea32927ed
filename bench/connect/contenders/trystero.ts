import { createTopicStrategy, toJson } from '@trystero-p2p/core';
import type { Link, Meeting } from '../contender.ts';

/**
 * Trystero over a relay of topics of one's own, as its README shows it. The first of two peers by id makes the offer,
 * so in about half of the runs it is the host.
 */
const joinRoom = createTopicStrategy<WebSocket>({
  init: (config) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(config.relayConfig?.urls?.[0] ?? '');
      socket.addEventListener('open', () => resolve(socket), { once: true });
      socket.addEventListener('error', () => reject(new Error('no relay')), { once: true });
    }),
  subscribeTopic: (socket, topic, onMessage) => {
    const listener = ({ data }: MessageEvent): void => {
      const message = JSON.parse(String(data));
      if (message.topic === topic) void onMessage(topic, message.payload);
    };
    socket.addEventListener('message', listener);
    socket.send(toJson({ type: 'subscribe', topic }));
    return () => socket.removeEventListener('message', listener);
  },
  publishTopic: (socket, topic, payload) => {
    socket.send(toJson({ type: 'publish', topic, payload: payload as string }));
  },
});

function enter({ room, signaling }: Meeting): ReturnType<typeof joinRoom> {
  return joinRoom({ appId: 'bench', relayConfig: { urls: [signaling] }, rtcConfig: { iceServers: [] } }, room);
}

/** Time in which the host opens its socket, subscribes and fills its pool of offers. Trystero has no event for it. */
const SETTLE_MS = 500;

/** Enters the room and gives Trystero time to be found. */
export async function host(meeting: Meeting): Promise<void> {
  const text = enter(meeting).makeAction<string>('text');
  text.onMessage = (data, { peerId }) => void text.send(data, { target: peerId });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

/** Counts from `joinRoom` to `onPeerJoin`, before which Trystero sends nothing for its user. */
export async function join(meeting: Meeting): Promise<Link> {
  const room = enter(meeting);
  const text = room.makeAction<string>('text');
  const peerId = await new Promise<string>((resolve) => {
    room.onPeerJoin = resolve;
  });
  return {
    echo: (sent) =>
      new Promise((resolve) => {
        text.onMessage = (data) => resolve(data);
        void text.send(sent, { target: peerId });
      }),
  };
}
