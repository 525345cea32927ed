import type { Peer, WebRtcTransport } from '@remotemedia/sdk';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';
import { pipeOf } from '../raw-channel.ts';
import { enter } from './ours.ts';

/** What goes in one frame. */
export const pieceBytes: number = 65_536;

/** Above those that are the SDK's. */
const STREAM_ID = 16;

/** A data channel as the platform has it, beside the lanes of a connection. */
function channelTo(_transport: WebRtcTransport, peer: Peer): Pipe {
  const channel = peer.connection.createDataChannel('plain', { negotiated: true, id: STREAM_ID });
  channel.binaryType = 'arraybuffer';
  return pipeOf(channel, { highBytes: 131_072, lowBytes: 65_536 });
}

/** Enters the room. */
export function host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  return enter(meeting, onPipe, channelTo);
}

/** Enters the room and waits until the other one is connected. */
export function join(meeting: Meeting): Promise<Pipe> {
  return new Promise((resolve, reject) => void enter(meeting, resolve, channelTo).catch(reject));
}
