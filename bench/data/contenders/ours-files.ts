import type { Peer, WebRtcTransport } from '@remotemedia/sdk';
import { FileTransfers } from '@remotemedia/sdk/files';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';
import { enter } from './ours.ts';

/** A piece of a file has a multiple of it, so that each begins as what is expected. */
export const pieceBytes: number = 65_536;

/** What comes is counted where an application would write it. */
function filesTo(transport: WebRtcTransport, peer: Peer): Pipe {
  let onMessage: (message: Uint8Array) => void = () => {};
  const sink = {
    write: async (bytes: Uint8Array) => onMessage(bytes),
    finish: async () => undefined,
    discard: async () => {},
  };
  const files = new FileTransfers(transport, { accepts: () => ({ sink }) });
  return {
    send: (message) => transport.sendToPeer(peer.id, message),
    sendFile: (file) => files.send(file, { to: peer.id }).finished,
    listen(listener) {
      onMessage = listener;
    },
  };
}

/** Enters the room. */
export function host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  return enter(meeting, onPipe, filesTo);
}

/** Enters the room and waits until the other one is connected. */
export function join(meeting: Meeting): Promise<Pipe> {
  return new Promise((resolve, reject) => void enter(meeting, resolve, filesTo).catch(reject));
}
