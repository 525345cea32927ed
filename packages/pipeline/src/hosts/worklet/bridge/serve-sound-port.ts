import type { RuntimeData } from '../../../data/runtime-data.ts';
import type { GraphRun } from '../../../run/index.ts';
import { BlockSender, type BridgeEnd } from './block-sender.ts';
import { type BridgeMessage, blockOf, giveBack } from './bridge-message.ts';

/** A graph in a worker whose input comes from the audio thread. */
export interface SoundPortService {
  /** Offers what leaves the graph. @returns whether it was sound for the audio thread, which has it now */
  output(item: RuntimeData, nodeId: string): boolean;
  /** Closes the port. */
  close(): void;
}

/**
 * The worker's end of a bridge: pushes what the audio thread sends into the graph and sends the sound of the output back.
 *
 * @param exits ids of the nodes whose sound goes back; none for a side branch
 * @param onFault hears of input that the graph does not take
 */
export function serveSoundPort(
  port: MessagePort,
  run: Pick<GraphRun, 'push'>,
  exits: readonly string[],
  onFault: (error: unknown) => void,
): SoundPortService {
  const sender = new BlockSender(port, 0);
  const ends = new Map<string, BridgeEnd>(exits.map((nodeId) => [nodeId, { nodeId, port: undefined }]));
  port.onmessage = ({ data: message }: MessageEvent<BridgeMessage>) => {
    if (message.type === 'free') sender.onFree(message);
    else take(port, run, message, onFault);
  };
  return {
    output: (item, nodeId) => {
      const end = ends.get(nodeId);
      if (!end || item.kind !== 'audio') return false;
      sender.send(item, end);
      return true;
    },
    close: () => port.close(),
  };
}

function take(
  port: MessagePort,
  run: Pick<GraphRun, 'push'>,
  message: Exclude<BridgeMessage, { type: 'free' }>,
  onFault: (error: unknown) => void,
): void {
  const { nodeId } = message;
  const entry = nodeId === undefined ? undefined : { nodeId, port: message.port };
  try {
    // The run copies what it keeps, and drops what is too much: nothing is to be waited for here.
    void run.push(message.type === 'block' ? blockOf(message) : message.data, entry);
  } catch (error) {
    onFault(error);
  }
  giveBack(port, message);
}
