import type { Coder, Contender } from './contender.ts';
import { splitPieces } from './pieces.ts';
import type { ReadFile } from './stage.ts';
import type { Task } from './task.ts';

/** Inputs that each coder gets, so that it has all the memory it wants. */
const HELD_INPUTS = 5;
/** How many Opus coders get before it is measured, so that V8's own heap has the size that it will have. */
const SOUND_INPUTS_BEFORE = 400;
const FRAME = 960;

/** How many are open before it is measured, for each that is measured: whatever all share is there then. */
const BEFORE = 0.25;

/** Resident memory that one more coder takes when some are open already, in bytes; Node only. */
export async function hold(contender: Contender, task: Task, count: number, read: ReadFile): Promise<number> {
  const open: Coder<never>[] = [];
  const openMore = async (more: number, inputs: number) => {
    for (let index = 0; index < more; index += 1) open.push(await openOne(contender, task, read, inputs));
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
    globalThis.gc?.();
    return process.memoryUsage.rss();
  };
  const inputsBefore = task.what.startsWith('opus') ? SOUND_INPUTS_BEFORE : HELD_INPUTS;
  const before = await openMore(Math.ceil(count * BEFORE), inputsBefore);
  const grown = (await openMore(count, HELD_INPUTS)) - before;
  for (const coder of open) await coder.close();
  return grown / count;
}

async function openOne(contender: Contender, task: Task, read: ReadFile, inputs: number): Promise<Coder<never>> {
  const ignore = () => {};
  switch (task.what) {
    case 'opus-encode': {
      const bytes = await read(task.clip);
      const pcm = new Int16Array(bytes.buffer, bytes.byteOffset, inputs * FRAME * task.settings.channelCount);
      const frame = FRAME * task.settings.channelCount;
      return feed(await contender.openOpusEncoder?.(task.settings, ignore), inputs, (index) =>
        pcm.subarray(index * frame, (index + 1) * frame),
      );
    }
    case 'video-encode': {
      const size = (task.settings.width * task.settings.height * 3) / 2;
      const pixels = await read(task.clip);
      return feed(await contender.openVideoEncoder?.(task.settings, ignore), inputs, (index) =>
        pixels.subarray(index * size, (index + 1) * size),
      );
    }
    case 'opus-decode': {
      const packets = splitPieces(await read(task.packets));
      return feed(await contender.openOpusDecoder?.(task.settings, ignore), inputs, (index) => packets[index]);
    }
    case 'video-decode': {
      const packets = splitPieces(await read(task.packets));
      return feed(await contender.openVideoDecoder?.(task.settings, ignore, false), inputs, (index) => packets[index]);
    }
  }
}

async function feed<Input>(
  coder: Coder<Input> | undefined,
  inputs: number,
  inputAt: (index: number) => Input | undefined,
): Promise<Coder<never>> {
  if (!coder) throw new Error('this library cannot do that');
  for (let index = 0; index < inputs; index += 1) {
    const input = inputAt(index);
    if (input) await coder.put(input);
  }
  return coder;
}
