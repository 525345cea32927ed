import type { SdkError, Undo } from '@remotemedia/base';
import type { GraphThread, ThreadListener } from '../graph-thread.ts';
import type { SeatBatch } from './worklet-protocol.ts';

/** Hears of the death of a processor, until the returned function is called. */
export type OnDeath = (listener: (error: SdkError) => void) => Undo;

/** The page's end of the port over which one graph on the audio thread is driven. */
export function laneThread(port: MessagePort, onDeath: OnDeath): (listener: ThreadListener) => GraphThread {
  return ({ message, death }) => {
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isBatch(data)) for (const one of data.messages) message(one);
      else message(data);
    };
    const undo = onDeath(death);
    return {
      post: (request, transfer) => port.postMessage(request, transfer),
      terminate: () => {
        undo();
        port.close();
      },
    };
  };
}

function isBatch(data: unknown): data is SeatBatch {
  return typeof data === 'object' && data !== null && 'messages' in data && Array.isArray(data.messages);
}
