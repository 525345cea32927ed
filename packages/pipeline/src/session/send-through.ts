import type { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import { closeRefused } from './item-of.ts';
import { closeOutput } from './output-queue.ts';
import type { PipelineOutput } from './pipeline-output.ts';
import type { StreamSession } from './stream-session.ts';

/** Items that are sent before the first of them is waited for: more than are under way at a time, fewer than may wait. */
const TOGETHER = 64;

/**
 * Sends items through a session and closes it.
 *
 * @param limit with so many outputs it is over
 * @throws what a node threw, if nothing came out; why an item was not taken; why the pipeline was lost
 */
export async function sendThrough(
  session: StreamSession,
  items: readonly RuntimeData[],
  limit: number,
): Promise<readonly PipelineOutput[]> {
  let fault: SdkError | undefined;
  session.on('fault', ({ error }) => {
    fault ??= error;
  });
  const reading = readUpTo(session, limit);
  const sending = feed(session, items);
  try {
    const outputs = await Promise.race([reading, sending.then(() => reading)]);
    if (outputs.length === 0 && fault) throw fault;
    return outputs;
  } catch (error) {
    // The reader may have taken some before it went wrong; it ends with the session.
    await session.close();
    for (const output of await reading.catch(() => [])) closeOutput(output);
    throw error;
  } finally {
    await session.close();
    session.dropOutputs();
  }
}

async function feed(session: StreamSession, items: readonly RuntimeData[]): Promise<void> {
  let sent = 0;
  try {
    while (sent < items.length) {
      const together = items.slice(sent, sent + TOGETHER);
      sent += together.length;
      await Promise.all(together.map((item) => session.sendInput(item)));
    }
  } finally {
    for (const item of items.slice(sent)) closeRefused(item);
  }
  // The reader gets what waits, and then the end.
  await session.close({ drain: true });
}

async function readUpTo(session: StreamSession, limit: number): Promise<readonly PipelineOutput[]> {
  const outputs: PipelineOutput[] = [];
  for await (const output of session.received()) {
    outputs.push(output);
    if (outputs.length === limit) break;
  }
  return outputs;
}
