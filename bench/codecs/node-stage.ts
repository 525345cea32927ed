import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContenderModule } from './contender.ts';
import { hold } from './hold.ts';
import { judge } from './judge.ts';
import { perform } from './stage.ts';
import type { Call } from './stage-calls.ts';

/**
 * The side of Node: a process that lets contenders do tasks, one at a time, as the driver's messages say. The arguments
 * are the folder of the files and that of libav.js.
 */
const CONTENDERS: Readonly<Record<string, () => Promise<ContenderModule>>> = {
  ours: () => import('./contenders/ours.ts'),
  'libopus-wasm': () => import('./contenders/libopus-wasm.ts'),
  opusscript: () => import('./contenders/opusscript.ts'),
  'opus-decoder': () => import('./contenders/opus-decoder.ts'),
  'libav.js': () => import('./contenders/libav.ts'),
};

const [, , folder = '.', libAvBase] = process.argv;
globalThis.libAvBase = libAvBase;
const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const known = files.get(name) ?? readFile(join(folder, name)).then((bytes) => Uint8Array.from(bytes));
  files.set(name, known);
  return known;
}

async function load(name: string) {
  const module = await CONTENDERS[name]?.();
  if (!module) throw new Error(`there is no contender ${name} in Node`);
  return module.contender;
}

async function answer(call: Call): Promise<unknown> {
  switch (call.do) {
    case 'perform':
      return perform(await load(call.contender), call.task, read, call.isLooking);
    case 'judge':
      return judge(await load('libav.js'), call.task, call.pieces, await read(call.task.clip));
    case 'hold':
      return hold(await load(call.contender), call.task, call.count, read);
    case 'start': {
      // What the task reads is no part of it.
      await read('clip' in call.task ? call.task.clip : call.task.packets);
      const startMs = performance.now();
      await perform(await load(call.contender), call.task, read, false);
      return performance.now() - startMs;
    }
  }
}

process.on('message', async (call: Call) => {
  try {
    process.send?.({ value: await answer(call) });
  } catch (error) {
    process.send?.({ fault: error instanceof Error ? error.message : String(error) });
  }
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
