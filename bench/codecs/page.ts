/// <reference types="vite/client" />
import type { ContenderModule } from './contender.ts';
import { perform } from './stage.ts';
import type { Call } from './stage-calls.ts';
import type { Outcome } from './task.ts';

declare global {
  /** Set once the page can be used; the driver calls it. */
  var codecBench: ((call: Exclude<Call, { do: 'judge' | 'hold' }>) => Promise<Outcome | number>) | undefined;
}

/** One chunk for each, so that a page loads the code of its own contender only. */
const CONTENDERS: Readonly<Record<string, () => Promise<ContenderModule>>> = {
  ours: () => import('./contenders/ours.ts'),
  'ours-classes': () => import('./contenders/ours-classes.ts'),
  'libopus-wasm': () => import('./contenders/libopus-wasm.ts'),
  'opus-decoder': () => import('./contenders/opus-decoder.ts'),
  'libav.js': () => import('./contenders/libav.ts'),
  webcodecs: () => import('./contenders/webcodecs.ts'),
};

globalThis.libAvBase = `${location.origin}/libav`;
const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

async function fetchBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/clips/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const known = files.get(name) ?? fetchBytes(name);
  files.set(name, known);
  return known;
}

async function load(name: string) {
  const module = await CONTENDERS[name]?.();
  if (!module) throw new Error(`there is no contender ${name} in a page`);
  return module.contender;
}

globalThis.codecBench = async (call) => {
  if (call.do === 'perform') return perform(await load(call.contender), call.task, read, call.isLooking);
  // What the task reads is no part of it.
  await read('clip' in call.task ? call.task.clip : call.task.packets);
  const startMs = performance.now();
  await perform(await load(call.contender), call.task, read, false);
  return performance.now() - startMs;
};
