import { SdkError } from '@remotemedia/base';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { hostNodes } from '../hosts/host-nodes-contract.ts';
import { nodeOf, said, text } from '../run/test-nodes-contract.ts';
import { PipelineRunner, type RunnerOptions, type SessionOptions, type StreamSession } from './index.ts';
import { chain, takeAll } from './session-contract.ts';

const inThread = { workerUrl: inject('pipelineWorkerUrl'), nodeModules: [inject('pipelineTestNodesUrl')] };

function block(members: Partial<AudioBlock>): AudioBlock {
  return Object.assign(new AudioBlock(48_000, [new Float32Array(4)]), members);
}

class NativeFrame {
  isClosed = false;
  readonly codedWidth = 2;
  clone(): NativeFrame {
    return new NativeFrame();
  }
  close(): void {
    this.isClosed = true;
  }
}

const opus = { kind: 'encodedAudio', codec: 'opus', data: new Uint8Array(1), sampleRate: 48_000, timestampUs: 0 };
const cycle: unknown[] = [];
cycle.push(cycle);

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['an unknown kind', { kind: 'constructor' }],
  ['a kind that cannot be written', { kind: { toString: null } }],
  ['sound of no plane', block({ channels: [] })],
  ['sound of a thousand million planes', block({ channels: { length: 1e9, map: () => [] } as never })],
  ['sound of 33 planes', block({ channels: Array.from({ length: 33 }, () => new Float32Array(4)) })],
  ['planes that are none', block({ channels: [[0, 0, 0, 0]] as never })],
  ['planes of several lengths', block({ channels: [new Float32Array(4), new Float32Array(2)] })],
  ['more sample-frames than there are', block({ frames: 1e9 })],
  ['sample-frames that are no number', block({ frames: Number.NaN })],
  ['sample-frames below zero', block({ frames: -1 })],
  ['half a sample-frame', block({ frames: 0.5 })],
  ['no sample rate', block({ sampleRate: Number.NaN })],
  ['a sample rate of zero', block({ sampleRate: 0 })],
  ['one sample a second', block({ sampleRate: 1 })],
  ['a sample rate of a thousand million', block({ sampleRate: 1e9 })],
  ['no time', block({ timestampUs: Number.NaN })],
  ['a stream id that is no text', block({ streamId: { length: 3 } as never })],
  ['a stream id of a megabyte', block({ streamId: 'x'.repeat(2 ** 20) })],
  ['a frame of the browser', { kind: 'video', frame: new NativeFrame() }],
  ['a frame that is none', { kind: 'video', frame: {} }],
  ['encoded sound of a thousand million channels', { ...opus, channelCount: 1e9 }],
  ['encoded sound without channels', opus],
  ['a shape below zero', { kind: 'tensor', data: new Uint8Array(4), dtype: 1, shape: [-1] }],
  ['a picture below zero', { kind: 'image', data: new Uint8Array(4), format: 'raw', width: -1, height: 1 }],
  ['JSON in a circle', { kind: 'json', value: cycle }],
  ['JSON with a function', { kind: 'json', value: { f: () => 1 } }],
  ['JSON that is no number', { kind: 'json', value: [Number.NaN] }],
];

function describeHostile(name: string, host: RunnerOptions): void {
  const runner = new PipelineRunner({ nodes: hostNodes, ...host });

  async function open(types: readonly string[], options: SessionOptions = {}): Promise<StreamSession> {
    const session = await runner.createStreamSession(chain(...types), options);
    onTestFinished(() => session.close());
    return session;
  }

  describe(`hostile items ${name}`, () => {
    it.each(HOSTILE)('refuses %s, and goes on', async (_what, item) => {
      const session = await open(['PassThrough']);
      await expect(session.sendInput(item as RuntimeData)).rejects.toThrow(SdkError);
      await expect(session.sendInput(item as RuntimeData)).rejects.toMatchObject({
        code: expect.stringMatching(/invalid-argument|resource-exhausted/),
      });
      await session.sendInput(text('well'));
      await session.close({ drain: true });
      expect(await takeAll(session)).toEqual(['well']);
    });

    it('refuses them in a single call and in a topic as well', async () => {
      for (const item of [undefined, null, block({ frames: 1e9 })])
        await expect(runner.executeUnary(chain('PassThrough'), item as never)).rejects.toMatchObject({
          code: 'invalid-argument',
        });
      const session = await open(['PassThrough']);
      await expect(session.publish('n0.in', block({ frames: 1e9 }))).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    });

    it('closes a frame of the browser that it cannot take, and says what to do', async () => {
      const session = await open(['PassThrough']);
      const frame = new NativeFrame();
      const sending = session.sendInput({ kind: 'video', frame } as never);
      await expect(sending).rejects.toThrow('new VideoFrame(');
      expect(frame.isClosed).toBe(true);
    });
  });

  describe(`listeners that throw ${name}`, () => {
    it('do not end the session, nor keep others from hearing', async () => {
      const session = await open(['Pass']);
      const thrown: unknown[] = [];
      const report = (error: unknown) => thrown.push(error);
      process.on('uncaughtException', report);
      onTestFinished(() => void process.off('uncaughtException', report));
      const heard: string[] = [];
      session.subscribe('n0.out', () => {
        throw new Error('not my day');
      });
      session.subscribe('n0.out', (item) => heard.push(said(item)));
      session.subscribe('__system__.out', (item) => heard.push(item.kind));
      await session.sendInput(text('a'));
      await session.sendInput(text('b'));
      await session.flush();
      expect(heard).toEqual(['json', 'json', 'json', 'a', 'b']);
      expect(thrown).toHaveLength(2);
    });
  });

  describe(`what no node may emit ${name}`, () => {
    it('is a fault of the node that did, and the session goes on', async () => {
      const session = await open(['Junk']);
      const faults: string[] = [];
      session.on('fault', ({ error }) => faults.push(error.detail));
      for (const word of ['undefined', 'kind', 'audio', 'video', 'good']) await session.sendInput(text(word));
      await session.close({ drain: true });
      expect(faults).toHaveLength(4);
      for (const fault of faults) expect(fault).toContain('node "n0" (Junk)');
      expect(await takeAll(session)).toEqual(['good']);
    });
  });

  describe(`a graph that is stuck ${name}`, () => {
    it('is closed at once while it is drained', async () => {
      const session = await open(['Sleeper']);
      await session.sendInput(text('x'));
      const draining = session.close({ drain: true });
      const ended = new Promise<void>((resolve) => session.on('closed', () => resolve()));
      await session.close();
      await Promise.all([draining, ended]);
    });

    it('is closed by its signal while it is drained', async () => {
      const controller = new AbortController();
      const session = await open(['Sleeper'], { signal: controller.signal });
      await session.sendInput(text('x'));
      const ended = new Promise<unknown>((resolve) => session.on('closed', resolve));
      const draining = session.close({ drain: true });
      controller.abort(new SdkError('aborted', 'enough'));
      await draining;
      expect(await ended).toMatchObject({ error: { code: 'aborted' } });
    });
  });

  describe(`options that make no sense ${name}`, () => {
    it.each([
      { queue: { capacity: 0 } },
      { queue: { capacity: Number.NaN } },
      { queue: { policy: 'none' as never } },
      { callTimeoutMs: Number.NaN },
      { callTimeoutMs: -1 },
      { hangLimitMs: Number.NaN },
      { perfWindowMs: Number.NaN },
      { timeoutMs: Number.NaN },
    ])('are refused: %j', async (options: SessionOptions) => {
      await expect(open(['PassThrough'], options)).rejects.toMatchObject({ code: 'invalid-argument' });
    });
  });
}

describeHostile('on the thread that calls', { host: 'inline' });
describeHostile('in a thread of Node', inThread);

describe('a thread that is lost while it is drained', () => {
  it('is told of', async () => {
    const runner = new PipelineRunner({ nodes: hostNodes, ...inThread });
    const session = await runner.createStreamSession(chain('Moody'));
    const ended = new Promise<unknown>((resolve) => session.on('closed', resolve));
    const sending = session.sendInput(text('die')).catch(() => {});
    await session.close({ drain: true });
    await sending;
    expect(await ended).toMatchObject({ error: { code: 'unavailable' } });
  });

  it('ends also when its node never stops emitting', async () => {
    const runner = new PipelineRunner({ nodes: hostNodes, ...inThread });
    const session = await runner.createStreamSession(chain('Flood'), { hangLimitMs: 300 });
    session.on('output', () => {});
    session.sendInput(text('x')).catch(() => {});
    await session.close();
  });
});

describe('a listener of progress that throws', () => {
  it('does not keep a session from opening', async () => {
    const thrown: unknown[] = [];
    const report = (error: unknown) => thrown.push(error);
    process.on('uncaughtException', report);
    onTestFinished(() => void process.off('uncaughtException', report));
    const runner = new PipelineRunner({ nodes: [nodeOf('Fine', () => ({ process: () => {} }))], host: 'inline' });
    const onLoading = () => {
      throw new Error('not my day');
    };
    const session = await runner.createStreamSession(chain('Fine'), { onLoading });
    await session.close();
    expect(thrown).toHaveLength(3);
  });
});
