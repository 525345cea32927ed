import type { Link, Meeting } from '../contender.ts';

/**
 * The bare minimum: RTCPeerConnection and a WebSocket whose messages the relay copies to the other one of the room.
 * Fast where plain code can be: the newcomer makes its offer while the socket opens, candidates trickle, and the
 * channel is negotiated, so that it needs no message of its own to open.
 */
type Message = { description: RTCSessionDescriptionInit } | { candidate: RTCIceCandidateInit };

function openConnection(send: (message: Message) => void): { connection: RTCPeerConnection; channel: RTCDataChannel } {
  const connection = new RTCPeerConnection({ iceServers: [] });
  connection.onicecandidate = ({ candidate }) => candidate && send({ candidate: candidate.toJSON() });
  return { connection, channel: connection.createDataChannel('data', { negotiated: true, id: 0 }) };
}

/** Enters the room and answers the first offer. */
export async function host({ room, signaling }: Meeting): Promise<void> {
  const socket = new WebSocket(`${signaling}/${room}`);
  const send = (message: Message): void => socket.send(JSON.stringify(message));
  let connection: RTCPeerConnection | undefined;
  const answer = (offer: RTCSessionDescriptionInit): void => {
    const opened = openConnection(send);
    connection = opened.connection;
    opened.channel.onmessage = ({ data }) => opened.channel.send(data);
    void answerOffer(opened.connection, offer, send);
  };
  socket.onmessage = ({ data }) => {
    const message: Message = JSON.parse(data);
    if ('description' in message) answer(message.description);
    else void connection?.addIceCandidate(message.candidate);
  };
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
}

async function answerOffer(
  connection: RTCPeerConnection,
  offer: RTCSessionDescriptionInit,
  send: (message: Message) => void,
): Promise<void> {
  await connection.setRemoteDescription(offer);
  await connection.setLocalDescription();
  if (connection.localDescription) send({ description: connection.localDescription });
}

/** Counts from `new WebSocket` to `open` of the channel. */
export async function join({ room, signaling }: Meeting): Promise<Link> {
  const socket = new WebSocket(`${signaling}/${room}`);
  const socketOpen = new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const send = (message: Message): void => void socketOpen.then(() => socket.send(JSON.stringify(message)));
  const { connection, channel } = openConnection(send);
  socket.onmessage = ({ data }) => {
    const message: Message = JSON.parse(data);
    if ('description' in message) void connection.setRemoteDescription(message.description);
    else void connection.addIceCandidate(message.candidate);
  };
  await connection.setLocalDescription();
  if (connection.localDescription) send({ description: connection.localDescription });
  await new Promise((resolve) => {
    channel.onopen = resolve;
  });
  return {
    echo: (text) =>
      new Promise((resolve) => {
        channel.onmessage = ({ data }) => resolve(data);
        channel.send(text);
      }),
  };
}
