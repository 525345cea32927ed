import { randomBytes } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import {
  type ClientRtcMessage,
  ClientRtcMessageSchema,
  type RtcEvent,
  type WorkerRtcMessage,
  WorkerRtcMessageSchema,
} from '@remotemedia/protocol/distributor';

/** Bytes of randomness in a client's id. */
const CLIENT_ID_BYTES = 12;

/** One message of either service. */
export interface RtcLine {
  /** The worker's number; 0 where it is left out. */
  readonly workerId: bigint;
  /** What it is about. */
  readonly event: RtcEvent;
  /** What it says. */
  readonly message: Uint8Array;
  /** Id of the client it comes from or is for; empty where it is left out, or where the service has none. */
  readonly clientId: string;
}

/** What differs between a worker's stream and a client's. */
export interface NegotiationSide<M> {
  /** What its peer says of itself. */
  readonly role: 'worker' | 'client';
  /** Takes a message apart. */
  read(message: M): RtcLine;
  /** Puts a message together. */
  write(line: RtcLine): M;
  /** The id that the caller gets as a peer. */
  peerId(workerId: bigint): string;
}

/** Id of a worker as a peer, which is the name of its room, too. */
export function workerPeerId(workerId: bigint): string {
  return `worker-${workerId}`;
}

/** Streams of `WorkerService`. */
export const WORKER_SIDE: NegotiationSide<WorkerRtcMessage> = {
  role: 'worker',
  read: ({ workerMachineId: workerId, event, message, clientId }) => ({ workerId, event, message, clientId }),
  write: ({ workerId: workerMachineId, event, message, clientId }) =>
    create(WorkerRtcMessageSchema, { workerMachineId, event, message, clientId }),
  peerId: workerPeerId,
};

/** Streams of `ClientService`. */
export const CLIENT_SIDE: NegotiationSide<ClientRtcMessage> = {
  role: 'client',
  read: ({ workerMachineId: workerId, event, message }) => ({ workerId, event, message, clientId: '' }),
  write: ({ workerId: workerMachineId, event, message }) =>
    create(ClientRtcMessageSchema, { workerMachineId, event, message }),
  peerId: () => `client-${randomBytes(CLIENT_ID_BYTES).toString('hex')}`,
};
