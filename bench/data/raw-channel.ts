import type { Meeting } from '../connect/contender.ts';
import type { DataContender, Pipe } from './pipe.ts';

type Message = { description: RTCSessionDescriptionInit } | { candidate: RTCIceCandidateInit };

/** When a sender waits. */
export interface Marks {
  readonly highBytes: number;
  readonly lowBytes: number;
}

/** RTCPeerConnection over a WebSocket whose messages the relay copies to the other one of the room. */
export function openRaw(marks: Marks): DataContender {
  return {
    pieceBytes: 65_536,
    host: (meeting, onPipe) => enterRaw(meeting, false, (channel) => onPipe(pipeOf(channel, marks))),
    join: (meeting) =>
      new Promise((resolve) => void enterRaw(meeting, true, (channel) => resolve(pipeOf(channel, marks)))),
  };
}

/** Enters the room, makes the offer or answers it, and gives the channel once it is open. */
export async function enterRaw(
  { room, signaling }: Meeting,
  offers: boolean,
  onOpen: (channel: RTCDataChannel, connection: RTCPeerConnection) => void,
): Promise<void> {
  const socket = new WebSocket(`${signaling}/${room}`);
  const isOpen = new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const send = (message: Message): void => socket.send(JSON.stringify(message));
  const connection = new RTCPeerConnection({ iceServers: [] });
  const channel = connection.createDataChannel('data', { negotiated: true, id: 0 });
  channel.binaryType = 'arraybuffer';
  channel.onopen = () => onOpen(channel, connection);
  connection.onicecandidate = ({ candidate }) => candidate && send({ candidate: candidate.toJSON() });
  socket.onmessage = async ({ data }) => {
    const message: Message = JSON.parse(data);
    if ('candidate' in message) return void connection.addIceCandidate(message.candidate);
    await connection.setRemoteDescription(message.description);
    if (message.description.type === 'offer') await describe(connection, send);
  };
  await isOpen;
  if (offers) await describe(connection, send);
}

async function describe(connection: RTCPeerConnection, send: (message: Message) => void): Promise<void> {
  await connection.setLocalDescription();
  if (connection.localDescription) send({ description: connection.localDescription });
}

/** What a plain channel is to its users. */
export function pipeOf(channel: RTCDataChannel, { highBytes, lowBytes }: Marks): Pipe {
  channel.bufferedAmountLowThreshold = lowBytes;
  return {
    async send(message) {
      if (channel.bufferedAmount > highBytes) {
        await new Promise((resolve) => channel.addEventListener('bufferedamountlow', resolve, { once: true }));
      }
      channel.send(message);
    },
    listen(onMessage) {
      channel.onmessage = ({ data }) => onMessage(new Uint8Array(data));
    },
  };
}
