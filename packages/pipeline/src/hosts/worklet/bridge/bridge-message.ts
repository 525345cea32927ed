import { AudioBlock } from '../../../data/audio-block.ts';
import type { RuntimeData, VideoData } from '../../../data/runtime-data.ts';

/** As much of a `MessagePort` as a bridge needs. */
export interface BridgePort {
  postMessage(message: BridgeMessage, transfer: Transferable[]): void;
}

/** Sound on its way between the audio thread and a worker; its arrays are transferred and come back as `free`. */
export interface BlockMessage {
  readonly type: 'block';
  /** To the worker: for whom it is, absent for every entry of the graph. To the audio thread: who gave it. */
  readonly nodeId: string | undefined;
  readonly port: string | undefined;
  readonly streamId: string | undefined;
  readonly sampleRate: number;
  readonly frames: number;
  readonly timestampUs: number;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** Anything else on its way to a worker; it is cloned. */
export interface ItemMessage {
  readonly type: 'item';
  readonly nodeId: string | undefined;
  readonly port: string | undefined;
  readonly data: Exclude<RuntimeData, AudioBlock | VideoData>;
}

/** A block or an item was taken; arrays go back to whoever filled them, to be filled again. */
export interface FreeMessage {
  readonly type: 'free';
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** What the audio thread and a worker tell each other. */
export type BridgeMessage = BlockMessage | ItemMessage | FreeMessage;

/** The block that a message carries. */
export function blockOf({ sampleRate, channels, frames, timestampUs, streamId }: BlockMessage): AudioBlock {
  const room = Math.min(frames, ...channels.map(({ length }) => length));
  return new AudioBlock(sampleRate, channels, room, timestampUs, streamId);
}

/** Says that a message was taken, and gives its arrays back. */
export function giveBack(port: BridgePort, message: BlockMessage | ItemMessage): void {
  const channels = message.type === 'block' ? message.channels : [];
  port.postMessage(
    { type: 'free', channels },
    channels.map(({ buffer }) => buffer),
  );
}
