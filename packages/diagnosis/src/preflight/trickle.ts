import { Disposables, sleep } from '@remotemedia/base';
import type { CheckContext } from './check-context.ts';
import { Settling } from './settling.ts';

/** As much and as often as a voice sends. */
const MESSAGE_BYTES = 160;
const INTERVAL_MS = 20;

/**
 * Which share of messages does not come out of the other end of an unreliable data channel, 0…1, when they are as few as
 * those of a voice. Under full load some always get lost, which says nothing of the network.
 */
export async function lossOf(
  near: RTCDataChannel,
  far: RTCDataChannel,
  durationMs: number,
  context: CheckContext,
): Promise<number> {
  const undo = new Disposables();
  const count = Math.max(10, Math.floor(durationMs / INTERVAL_MS));
  let received = 0;
  undo.listen(far, 'message', () => {
    received += 1;
  });
  try {
    for (let index = 0; index < count; index += 1) {
      near.send(new Uint8Array(MESSAGE_BYTES));
      await sleep(INTERVAL_MS, context);
    }
    await new Settling(context).until(
      () => received >= count,
      () => received,
    );
    return Math.round((1 - received / count) * 1_000) / 1_000;
  } finally {
    undo.dispose();
  }
}
