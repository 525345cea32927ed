import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScriptedEngine } from '../../../engine/scripted-engine.ts';
import { setLeakListener } from '../../../module/live-codecs.ts';
import { ControlQueue } from './control-queue.ts';

const leaks: string[] = [];
let collect: () => void = () => undefined;

beforeAll(() => {
  setFlagsFromString('--expose-gc');
  collect = runInNewContext('gc');
  setLeakListener((name) => leaks.push(name));
});

afterAll(() => setLeakListener(undefined));

it('closes the engine of a coder that was forgotten, and says which class it was', async () => {
  const engine = await forget();
  for (let tries = 0; tries < 50 && leaks.length === 0; tries += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(leaks).toEqual(['ForgottenCoder']);
  expect(engine?.isEnded).toBe(true);
});

/** In a function of its own, so that nothing on the stack keeps the coder. */
async function forget(): Promise<ScriptedEngine<object, number, number> | undefined> {
  let engine: ScriptedEngine<object, number, number> | undefined;
  const queue = new ControlQueue<object, number, number>({
    name: 'ForgottenCoder',
    choose: async () => ({ name: 'wasm', reason: 'scripted' }),
    open: (_name, sink) => {
      engine = new ScriptedEngine(sink, { work: (input: number) => [input] });
      return engine;
    },
    configured: () => undefined,
    deliver: () => undefined,
    drop: () => undefined,
    release: () => undefined,
    fail: () => undefined,
    dequeued: () => undefined,
  });
  queue.configure({});
  queue.work(1);
  await queue.flush();
  return engine;
}
