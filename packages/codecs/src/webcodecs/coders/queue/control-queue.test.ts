import { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineName } from '../../../engine/ports.ts';
import { postTask } from '../../../engine/post-task.ts';
import { type EngineScript, ScriptedEngine } from '../../../engine/scripted-engine.ts';
import { liveCodecs } from '../../../module/live-codecs.ts';
import { ControlQueue } from './control-queue.ts';

interface Config {
  readonly name: string;
  readonly engine?: EngineName;
}

/** Tasks that were posted before have run, and those that they posted. */
async function taskOver(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await new Promise<void>((resolve) => postTask(resolve));
}

const opened: ControlQueue<Config, number, number>[] = [];

function coder(script: Partial<EngineScript<Config, number, number>> = {}) {
  const log: string[] = [];
  const engines: ScriptedEngine<Config, number, number>[] = [];
  const queue: ControlQueue<Config, number, number> = new ControlQueue<Config, number, number>({
    name: 'TestCoder',
    choose: async ({ name, engine = 'wasm' }) => {
      if (name === 'none') throw new SdkError('unimplemented', 'no such codec');
      return { name: engine, reason: 'scripted' };
    },
    open: (name, sink) => {
      const engine = new ScriptedEngine<Config, number, number>(sink, { work: (input) => [input], ...script, name });
      engines.push(engine);
      return engine;
    },
    configured: ({ name }) => log.push(`configured ${name}`),
    deliver: (output) => {
      log.push(`output ${output}`);
      onOutput(output);
    },
    drop: (output) => log.push(`drop ${output}`),
    release: (input) => log.push(`release ${input}`),
    fail: (exception) => log.push(`error ${exception.name}`),
    dequeued: () => log.push(`dequeue ${queue.size}`),
  });
  let onOutput: (output: number) => void = () => undefined;
  const listen = (listener: (output: number) => void) => {
    onOutput = listener;
  };
  opened.push(queue);
  return { queue, log, engines, listen };
}

describe('a control message queue', () => {
  afterEach(() => {
    for (const queue of opened.splice(0)) if (queue.state !== 'closed') queue.close();
  });

  it('works off configurations and inputs in order, and fulfils a flush behind the outputs', async () => {
    const { queue, log } = coder();
    queue.configure({ name: 'a' });
    queue.work(1);
    queue.work(2);
    queue.configure({ name: 'b' });
    queue.work(3);
    await queue.flush();
    expect(log.filter((line) => !line.startsWith('dequeue'))).toEqual([
      'configured a',
      'output 1',
      'output 2',
      'configured b',
      'output 3',
    ]);
  });

  it('holds inputs back while a configuration is under way and while the engine is full', async () => {
    const { queue, engines } = coder({ isManual: true, capacity: 2 });
    queue.configure({ name: 'a' });
    for (const input of [1, 2, 3, 4]) queue.work(input);
    expect(queue.size).toBe(4);
    await taskOver();
    expect(queue.size).toBe(4);
    engines[0]?.step();
    await taskOver();
    expect(queue.size).toBe(2);
    engines[0]?.step();
    await taskOver();
    expect(queue.size).toBe(1);
  });

  it('fires one dequeue event for all that was taken in one task', async () => {
    const { queue, log } = coder({ capacity: 4 });
    queue.configure({ name: 'a' });
    for (const input of [1, 2, 3]) queue.work(input);
    await queue.flush();
    expect(log.filter((line) => line.startsWith('dequeue'))).toEqual(['dequeue 0']);
  });

  it('calls back from tasks only, never while a method is on the stack', async () => {
    const { queue, log } = coder();
    queue.configure({ name: 'a' });
    await taskOver();
    const before = log.length;
    queue.work(1);
    expect(log).toHaveLength(before);
  });

  it('lets promise reactions of one output run before the next output', async () => {
    const { queue, log, listen } = coder({ work: (input) => [input, input + 0.5] });
    listen((output) => {
      void Promise.resolve()
        .then(() => undefined)
        .then(() => log.push(`reaction ${output}`));
    });
    queue.configure({ name: 'a' });
    queue.work(1);
    await queue.flush();
    const seen = log.filter((line) => /output|reaction/.test(line));
    expect(seen).toEqual(['output 1', 'reaction 1', 'output 1.5', 'reaction 1.5']);
  });

  it('rejects flushes at a reset, drops what waits, and can be configured again', async () => {
    const { queue, log } = coder({ isManual: true });
    queue.configure({ name: 'a' });
    queue.work(1);
    const flushed = queue.flush();
    queue.reset();
    expect(queue.state).toBe('unconfigured');
    expect(queue.size).toBe(0);
    await expect(flushed).rejects.toMatchObject({ name: 'AbortError' });
    expect(log).toContain('release 1');
    await taskOver();
    expect(log.filter((line) => line.startsWith('dequeue'))).toEqual(['dequeue 0']);
    queue.configure({ name: 'b' });
    expect(queue.state).toBe('configured');
  });

  it('gives no output of the time before a reset, and lets go of those that waited for a task', async () => {
    const { queue, log, listen } = coder({ work: (input) => [input, input + 0.5] });
    listen(() => void Promise.resolve().then(() => queue.reset()));
    queue.configure({ name: 'a' });
    queue.work(1);
    await expect(queue.flush()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(log).toContain('drop 1.5'));
    expect(log).not.toContain('output 1.5');
  });

  it('closes with NotSupportedError when no engine does the configuration, behind earlier outputs', async () => {
    const { queue, log, engines } = coder();
    queue.configure({ name: 'a' });
    queue.work(1);
    queue.configure({ name: 'none' });
    const failed = queue.flush().catch((error: unknown) => {
      log.push('flush rejected');
      throw error;
    });
    await expect(failed).rejects.toMatchObject({ name: 'NotSupportedError' });
    expect(queue.state).toBe('closed');
    expect(log.slice(-3)).toEqual(['output 1', 'error NotSupportedError', 'flush rejected']);
    expect(engines[0]?.isEnded).toBe(true);
  });

  it('closes with EncodingError when the engine fails, and rejects flushes with the very same error', async () => {
    const { queue, log } = coder({
      work: () => {
        throw new SdkError('data-loss', 'broken');
      },
    });
    queue.configure({ name: 'a' });
    queue.work(1);
    await expect(queue.flush()).rejects.toMatchObject({ name: 'EncodingError', message: 'broken' });
    expect(queue.state).toBe('closed');
    expect(log.filter((line) => line.startsWith('error'))).toEqual(['error EncodingError']);
  });

  it('takes a fresh engine after a reset when the old one has died, and says nothing of its death', async () => {
    const { queue, log, engines } = coder({
      isManual: true,
      work: (input) => {
        if (input === 2) throw new SdkError('unavailable', 'crashed');
        return [input];
      },
    });
    queue.configure({ name: 'a' });
    for (const input of [1, 2]) queue.work(input);
    await taskOver();
    engines[0]?.step();
    await taskOver();
    engines[0]?.step();
    engines[0]?.step();
    queue.reset();
    queue.configure({ name: 'b' });
    await taskOver();
    expect(engines.map((engine) => engine.isEnded)).toEqual([true, false]);
    expect(log.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(queue.state).toBe('configured');
  });

  it('changes the engine between two configurations without losing an output', async () => {
    const { queue, log, engines } = coder();
    queue.configure({ name: 'a', engine: 'wasm' });
    queue.work(1);
    queue.configure({ name: 'b', engine: 'webcodecs' });
    queue.work(2);
    await queue.flush();
    expect(log.filter((line) => line.startsWith('output'))).toEqual(['output 1', 'output 2']);
    expect(engines.map((engine) => engine.isEnded)).toEqual([true, false]);
    expect(queue.engine).toEqual({ name: 'webcodecs', reason: 'scripted' });
  });

  it('is counted as open from its first engine until it is closed', async () => {
    const { queue } = coder();
    const before = liveCodecs().get('TestCoder') ?? 0;
    queue.configure({ name: 'a' });
    await queue.flush();
    expect(liveCodecs().get('TestCoder')).toBe(before + 1);
    queue.close();
    expect(liveCodecs().get('TestCoder') ?? 0).toBe(before);
  });

  it('throws InvalidStateError for what its state does not allow', async () => {
    const { queue } = coder();
    const invalid = expect.objectContaining({ name: 'InvalidStateError' });
    expect(() => queue.requireConfigured('encode')).toThrow(invalid);
    await expect(queue.flush()).rejects.toEqual(invalid);
    queue.close();
    expect(() => queue.configure({ name: 'a' })).toThrow(invalid);
    expect(() => queue.reset()).toThrow(invalid);
    expect(() => queue.close()).toThrow(invalid);
  });
});
