import { createTopicStrategy, toJson } from '@trystero-p2p/core';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';

/** Its `send` cuts by itself and settles when all is sent. */
export const pieceBytes: number = 1_048_576;

/** Time in which the host opens its socket, subscribes and fills its pool of offers. Trystero has no event for it. */
const SETTLE_MS = 500;

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

function enter({ room, signaling }: Meeting, onPipe: (pipe: Pipe) => void): void {
  const entered = joinRoom({ appId: 'bench', relayConfig: { urls: [signaling] }, rtcConfig: { iceServers: [] } }, room);
  const action = entered.makeAction<Uint8Array<ArrayBuffer>>('bytes');
  entered.onPeerJoin = (target) =>
    onPipe({
      send: (message) => action.send(message, { target }),
      listen(onMessage) {
        action.onMessage = (data) => onMessage(data);
      },
    });
}

/** Enters the room and gives Trystero time to be found. */
export async function host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  enter(meeting, onPipe);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

/** Enters the room and waits for the other one. */
export function join(meeting: Meeting): Promise<Pipe> {
  return new Promise((resolve) => enter(meeting, resolve));
}
