import { ManualClock } from '@remotemedia/base';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { hostNodes } from '../hosts/host-nodes-contract.ts';
import { nodeOf, said, text } from '../run/test-nodes-contract.ts';
import { describeControls } from './controls-contract.ts';
import { PipelineRunner } from './index.ts';
import { describeRealNodes } from './real-nodes-contract.ts';
import { chain, describeSessions } from './session-contract.ts';

const inThread = { workerUrl: inject('pipelineWorkerUrl'), nodeModules: [inject('pipelineTestNodesUrl')] };

describeSessions('on the thread that calls', { host: 'inline' }, 'inline');
describeControls('on the thread that calls', { host: 'inline' }, 'inline');
describeSessions('in a thread of Node', inThread, 'node');
describeControls('in a thread of Node', inThread, 'node');

describeRealNodes('in a thread of Node', { workerUrl: inThread.workerUrl });
describeRealNodes('on the thread that calls', { host: 'inline' });

describe('a lost thread', () => {
  it('ends the session with the reason, everywhere', async () => {
    const runner = new PipelineRunner({ nodes: hostNodes, ...inThread });
    const session = await runner.createStreamSession(chain('Moody'));
    const ends: unknown[] = [];
    session.on('closed', ({ error }) => ends.push(error?.code));
    const reading = session.received().next();
    const sending = session.sendInput(text('die'));
    const waiting = session.sendInput(text('next'));
    for (const lost of [reading, sending, waiting]) await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
    await expect(session.stats()).rejects.toMatchObject({ code: 'unavailable' });
    await session.close();
    expect(ends).toEqual(['unavailable']);
  });

  it('ends the session when it hangs, and names the node', async () => {
    const runner = new PipelineRunner({ nodes: hostNodes, ...inThread });
    const session = await runner.createStreamSession(chain('Pass', 'Moody'), { hangLimitMs: 300 });
    await expect(session.sendInput(text('loop'))).rejects.toThrow('node "n1" (Moody) was at work');
    await expect(session.sendInput(text('x'))).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });
});

describe('the choice of the host', () => {
  it('refuses a kind of thread that there is not', async () => {
    const runner = new PipelineRunner({ host: 'worker' });
    await expect(runner.createStreamSession(chain('PassThrough'))).rejects.toThrow("'node'");
  });

  it('names the node whose file has no address', async () => {
    const runner = new PipelineRunner({ nodes: hostNodes, host: 'inline' });
    const opening = runner.createStreamSession(chain('Pass', 'Reader'));
    await expect(opening).rejects.toThrow('node "n1" (Reader) needs the file model: no address is known');
  });

  it('names the node that cannot run there', async () => {
    const picky = nodeOf('Picky', () => ({ process: () => {} }), { hosts: ['worklet'] });
    const runner = new PipelineRunner({ nodes: [picky], host: 'inline' });
    await expect(runner.createStreamSession(chain('Picky'))).rejects.toThrow('node "n0" (Picky) runs in worklet');
  });

  it('names a node that the thread does not know', async () => {
    const runner = new PipelineRunner({ nodes: hostNodes, workerUrl: inThread.workerUrl });
    await expect(runner.createStreamSession(chain('Counter'))).rejects.toThrow('nodeModules');
  });
});

it('runs out of time by the clock that it is given', async () => {
  const clock = new ManualClock();
  const slow = nodeOf('Slow', () => new Promise(() => {}));
  const runner = new PipelineRunner({ nodes: [slow], host: 'inline', clock });
  const opening = runner.createStreamSession(chain('Slow'));
  const failed = expect(opening).rejects.toMatchObject({ code: 'deadline-exceeded' });
  await clock.advance(30_000);
  await failed;
});

it('closes all its sessions, and opens no more', async () => {
  const runner = new PipelineRunner({ nodes: hostNodes, host: 'inline' });
  const session = await runner.createStreamSession(chain('Pass'));
  const call = runner.executeUnary(chain('Sleeper'), text('x'));
  await Promise.all([runner.close(), expect(call).rejects.toMatchObject({ code: 'aborted' })]);
  await expect(session.sendInput(text('x'))).rejects.toMatchObject({ code: 'aborted' });
  await expect(runner.createStreamSession(chain('Pass'))).rejects.toMatchObject({ code: 'failed-precondition' });
});

/** Counts the threads of this process that were begun and have not ended, until the returned function is called. */
function countThreads(): { readonly alive: Set<unknown>; readonly stop: () => void } {
  const threads = process.getBuiltinModule('node:worker_threads');
  const { Worker } = threads;
  const alive = new Set<unknown>();
  threads.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      alive.add(this);
      this.on('exit', () => alive.delete(this));
    }
  };
  const stop = () => {
    threads.Worker = Worker;
  };
  return { alive, stop };
}

it('leaves nothing behind after 200 sessions', { timeout: 120_000 }, async () => {
  const { alive, stop } = countThreads();
  onTestFinished(stop);
  const runner = new PipelineRunner({ nodes: hostNodes, ...inThread });
  for (let round = 0; round < 50; round += 1) {
    const opening = [0, 1, 2, 3].map(() => runner.createStreamSession(chain('Counter')));
    const sessions = await Promise.all(opening);
    expect(alive.size).toBeGreaterThanOrEqual(4);
    for (const session of sessions) {
      await session.sendInput(text('x'));
      const { value } = await session.received().next();
      expect(value && said(value.data)).toBe('1');
    }
    await Promise.all(sessions.map((session) => session.close()));
  }
  await vi.waitFor(() => expect(alive.size).toBe(0));
});
