import { describe, expect, it, onTestFinished } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import type { JsonValue } from '../data/json-value.ts';
import { hostNodes } from '../hosts/host-nodes-contract.ts';
import { said, text } from '../run/test-nodes-contract.ts';
import { PipelineRunner, type RunnerOptions, type SessionOptions, type StreamSession } from './index.ts';
import { chain, takeAll } from './session-contract.ts';

/** What the controls of sessions do in every host. */
export function describeControls(name: string, host: RunnerOptions, expected: string): void {
  const runner = new PipelineRunner({ nodes: hostNodes, ...host });

  async function open(manifest: ReturnType<typeof chain>, options: SessionOptions = {}): Promise<StreamSession> {
    const session = await runner.createStreamSession(manifest, options);
    onTestFinished(() => session.close());
    return session;
  }

  describe(`the controls ${name}`, () => {
    it('change parameters that fit the schema', async () => {
      const session = await open(chain('Half'));
      const block = AudioBlock.fromInterleaved(Float32Array.of(1), { sampleRate: 48_000, channelCount: 1 });
      await session.setParams('n0', { factor: 0.25 });
      await session.sendInput(block);
      await expect(session.setParams('n0', { factor: 9 })).rejects.toThrow('factor');
      await expect(session.setParams('n0', { fcator: 1 })).rejects.toThrow(
        /parameters of \w+ stay as they are: \w+ has no parameter "fcator": .*"factor"/,
      );
      await expect(session.setParams('n9', {})).rejects.toMatchObject({ code: 'not-found' });
      const { value } = await session.received().next();
      expect(value?.data.kind === 'audio' && value.data.channels[0]?.[0]).toBe(0.25);
    });

    it('enable, bypass and disable', async () => {
      const session = await open(chain('Counter'));
      for (const state of ['bypass', 'disabled', 'enabled'] as const) {
        await session.setNodeState('n0', state);
        await session.sendInput(text(state));
      }
      await session.close({ drain: true });
      expect(await takeAll(session)).toEqual(['bypass', '1', 'flushed']);
    });

    it('subscribe to what nodes emit', async () => {
      const session = await open(chain('Counter', 'Moody'));
      const seen: string[] = [];
      session.subscribe('n0.out', (data) => seen.push(`all ${said(data)}`));
      const undo = session.subscribe('n0.out.out', (data) => seen.push(`out ${said(data)}`));
      session.subscribe('n0.out.events', () => seen.push('events'));
      await session.sendInput(text('x'));
      undo();
      await session.sendInput(text('x'));
      await session.flush();
      expect(seen).toEqual(['all 1', 'out 1', 'all 2', 'all flushed']);
      for (const bad of ['n0', 'n0.in', '.out', 'n0.out.', 'n0.up']) {
        expect(() => session.subscribe(bad, () => {})).toThrow('expected a topic');
      }
      expect(() => session.subscribe('x.out', () => {})).toThrow('no node "x"');
    });

    it('publish to nodes, wrapped for ports that they do not have', async () => {
      const session = await open(chain('Counter', 'Pass'));
      await session.publish('n1.in', 'hello');
      await session.publish('n1.in', { a: 1 });
      await session.publish('n1.in.in', [1, 2]);
      await session.publish('n1.in.reset', 'now');
      await session.publish('n1.in.context', { a: 1 });
      await session.publish('n1.in.bytes', { kind: 'binary', data: Uint8Array.of(1, 2) });
      await session.publish('n1.in.odd', { kind: 'tensor', data: new Uint8Array(4), shape: [1], dtype: 1 });
      await session.flush();
      await session.setNodeState('n0', 'disabled');
      await session.close({ drain: true });
      expect(await takeAll(session)).toEqual([
        'hello',
        '{"a":1}',
        '[1,2]',
        '{"__aux_port__":"reset","payload":{"text":"now"}}',
        '{"__aux_port__":"context","payload":{"a":1}}',
        '{"__aux_port__":"bytes","payload":{"binary_b64":"AQI="}}',
        '{"__aux_port__":"odd","payload":{"_unsupported_for_envelope":"tensor"}}',
        'flushed',
      ]);
      await expect(session.publish('n1.out', 'x')).rejects.toMatchObject({ code: 'invalid-argument' });
    });

    it('interrupt a node', async () => {
      const session = await open(chain('Counter'));
      await session.sendInput(text('x'));
      await session.publish('n0.in.barge_in', null);
      await session.sendInput(text('x'));
      await session.close({ drain: true });
      expect(await takeAll(session)).toEqual(['1', '1', 'flushed']);
    });

    it('say how the opening went, also to who comes later', async () => {
      const early: string[] = [];
      const session = await open(chain('Pass', 'Counter'), { onLoading: ({ status }) => early.push(status) });
      const events: JsonValue[] = [];
      session.subscribe('__system__.out', (data) => data.kind === 'json' && events.push(data.value));
      expect(early).toEqual(['initializing', 'loading_node', 'loading_node', 'ready']);
      expect(events).toMatchObject([
        { kind: 'loading', status: 'initializing', ts_ms: expect.any(Number) },
        { status: 'loading_node', node: 'n1' },
        { status: 'loading_node', node: 'n0' },
        { status: 'ready' },
      ]);
    });

    it('report on every node while somebody listens', async () => {
      const session = await open(chain('Counter'), { perfWindowMs: 100 });
      const report = await new Promise<JsonValue>((resolve) => {
        const undo = session.subscribe('__perf__.out', (data) => {
          if (data.kind === 'json') resolve(data.value);
          undo();
        });
        void session.sendInput(text('x'));
      });
      expect(report).toMatchObject({
        kind: 'perf_snapshot',
        session_id: session.sessionId,
        window_ms: 100,
        nodes: { n0: { inputs: 1, outputs: 1, latency_us: { p50_us: expect.any(Number) } } },
      });
      expect(session.sessionId).toMatch(/^session_\d+$/);
    });

    it('report on the whole', async () => {
      const session = await open(chain('Pass', 'Counter'));
      await session.sendInput(text('x'));
      await session.flush();
      expect(await session.stats()).toMatchObject({ host: expected, inputs: 1, outputs: 2, nodes: [{ id: 'n0' }, {}] });
    });
  });
}
