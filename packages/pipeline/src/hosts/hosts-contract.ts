import type { SdkError } from '@remotemedia/base';
import { VideoFrame } from '@remotemedia/codecs';
import { describe, expect, it } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { NodeFault } from '../run/index.ts';
import { planOf, said, type TestNode, text } from '../run/test-nodes-contract.ts';
import type { GraphListener, HostedGraph, OpenGraphOptions } from './hosted-graph.ts';

/** Opens a graph of the test nodes in one host. */
export type OpenTestGraph = (
  options: Pick<OpenGraphOptions, 'plan' | 'assets' | 'queue' | 'callTimeoutMs'>,
  listener: GraphListener,
) => Promise<HostedGraph>;

/** A graph with all that it said. */
export interface HostHarness {
  readonly graph: HostedGraph;
  readonly said: string[];
  readonly outputs: RuntimeData[];
  readonly faults: NodeFault[];
  readonly loaded: string[];
  readonly deaths: SdkError[];
}

/** Opens a graph of these nodes. */
export async function openHosted(
  open: OpenTestGraph,
  nodes: readonly TestNode[],
  options: Partial<OpenGraphOptions> = {},
): Promise<HostHarness> {
  const harness: Omit<HostHarness, 'graph'> = { said: [], outputs: [], faults: [], loaded: [], deaths: [] };
  const graph = await open(
    { plan: planOf(nodes), assets: {}, ...options },
    {
      onOutput: (item, _nodeId, port) => {
        harness.outputs.push(item.kind === 'audio' ? item.copy() : item);
        harness.said.push(port === 'out' ? said(item) : `${port}:${said(item)}`);
      },
      onFault: (fault) => harness.faults.push(fault),
      onLoading: (nodeId) => harness.loaded.push(nodeId),
      onDeath: (error) => harness.deaths.push(error),
    },
  );
  return { ...harness, graph };
}

/** What every host must do. */
export function describeHost(name: string, open: OpenTestGraph, host: HostedGraph['host']): void {
  describe(`a graph ${name}`, () => {
    it('makes its nodes, says which, and tells where it is', async () => {
      const nodes = [
        { id: 'p', type: 'Pass', to: ['m'] },
        { id: 'm', type: 'Moody' },
      ];
      const { graph, said, loaded } = await openHosted(open, nodes);
      await graph.push(text('host'));
      await graph.push(text('id'));
      await graph.flush();
      expect(said).toEqual([host, 'm']);
      expect(loaded).toEqual(['m', 'p']);
      expect(graph.host).toBe(host);
      await graph.close();
    });

    it('carries sound, bytes and JSON as they are', async () => {
      const { graph, outputs } = await openHosted(open, [{ id: 'h', type: 'Pass' }]);
      const block = AudioBlock.fromInterleaved(Float32Array.of(1, 2, 3, 4), { sampleRate: 44_100, channelCount: 2 }, 7);
      block.streamId = 'anna';
      const items: RuntimeData[] = [
        block,
        { kind: 'binary', data: Uint8Array.of(1, 2) },
        { kind: 'json', value: { a: [1, null] } },
        {
          kind: 'encodedAudio',
          codec: 'opus',
          data: Uint8Array.of(9),
          sampleRate: 48_000,
          channelCount: 1,
          timestampUs: 3,
        },
        { kind: 'tensor', data: new Uint8Array(8), shape: [2], dtype: 1 },
        { kind: 'control', messageType: { type: 'BatchHint', suggestedBatchSize: 3 }, timestampMs: 5 },
      ];
      for (const item of items) await graph.push(item);
      await graph.flush();
      const [sound, ...others] = outputs;
      expect(others).toEqual(items.slice(1));
      expect(sound).toMatchObject({ kind: 'audio', sampleRate: 44_100, frames: 2, timestampUs: 7, streamId: 'anna' });
      expect(sound?.kind === 'audio' && sound.channels.map((plane) => [...plane])).toEqual([
        [1, 3],
        [2, 4],
      ]);
      expect([...(block.channels[0] ?? [])]).toEqual([1, 3]);
      await graph.close();
    });

    it('carries pictures, which become the receiver’s', async () => {
      const { graph, outputs } = await openHosted(open, [
        { id: 'a', type: 'Pass', to: ['b'] },
        { id: 'b', type: 'Pass' },
      ]);
      const data = Uint8Array.from({ length: 4 * 2 * 4 }, (_, index) => index);
      const frame = new VideoFrame(data, { format: 'RGBA', codedWidth: 4, codedHeight: 2, timestamp: 40 });
      await graph.push({ kind: 'video', frame, frameNumber: 3 });
      await graph.flush();
      const [picture] = outputs;
      if (picture?.kind !== 'video') return expect.unreachable('no picture came');
      expect(frame.codedWidth).toBe(0);
      expect(picture.frameNumber).toBe(3);
      const pixels = new Uint8Array(picture.frame.allocationSize());
      await picture.frame.copyTo(pixels);
      expect(pixels).toEqual(data);
      expect(picture.frame.timestamp).toBe(40);
      picture.frame.close();
      return await graph.close();
    });

    it('says which node threw, and goes on', async () => {
      const { graph, said, faults } = await openHosted(open, [{ id: 'm', type: 'Moody' }]);
      for (const word of ['one', 'throw', 'two']) await graph.push(text(word));
      await graph.flush();
      expect(said).toEqual(['one', 'two']);
      expect(faults).toMatchObject([{ nodeId: 'm', nodeType: 'Moody', error: { code: 'internal' } }]);
      expect(faults[0]?.error.detail).toContain('as you wish');
      await graph.close();
    });

    it('refuses what no node takes, without harm', async () => {
      const { graph, outputs } = await openHosted(open, [{ id: 'h', type: 'Half' }]);
      await expect(graph.push(text('x'))).rejects.toMatchObject({ code: 'invalid-argument' });
      await expect(graph.push(text('x'), { nodeId: 'y' })).rejects.toMatchObject({ code: 'not-found' });
      await graph.push(AudioBlock.allocate({ sampleRate: 8_000, channelCount: 1 }, 4));
      await graph.flush();
      expect(outputs).toHaveLength(1);
      await graph.close();
    });

    it('is not opened when a node cannot be made', async () => {
      const opening = openHosted(open, [{ id: 'b', type: 'Broken' }]);
      await expect(opening).rejects.toThrow('node "b" (Broken) could not be made: no model');
      await expect(openHosted(open, [{ id: 'u', type: 'Unheard' }])).rejects.toMatchObject({ code: 'not-found' });
    });

    it('gives nodes their files', async () => {
      const assets = { model: 'https://cdn.test/model.onnx' };
      const { graph, said } = await openHosted(open, [{ id: 'r', type: 'Reader' }], { assets });
      await graph.push(text('x'));
      await graph.flush();
      expect(said).toEqual(['https://cdn.test/model.onnx']);
      await graph.close();
    });

    it('changes parameters, states and what is in flight', async () => {
      const { graph, said } = await openHosted(open, [{ id: 'c', type: 'Counter', params: { start: 10 } }]);
      await graph.push(text('x'));
      await graph.setParams('c', { start: 20 });
      await graph.push(text('x'));
      await graph.interrupt('c');
      await graph.push(text('x'));
      await graph.setNodeState('c', 'bypass');
      await graph.push(text('x'));
      await graph.setNodeState('c', 'disabled');
      await graph.push(text('x'));
      await graph.setNodeState('c', 'enabled');
      await graph.flush();
      expect(said).toEqual(['11', '21', '1', 'x', 'flushed']);
      await expect(graph.setParams('d', {})).rejects.toMatchObject({ code: 'not-found' });
      await graph.close();
    });

    it('shows what a node in the middle emits', async () => {
      const nodes = [
        { id: 'c', type: 'Counter', to: ['m'] },
        { id: 'm', type: 'Moody' },
      ];
      const { graph } = await openHosted(open, nodes);
      const seen: string[] = [];
      const undo = graph.tap('c', 'out', (item) => seen.push(said(item)));
      await graph.push(text('x'));
      await graph.push(text('x'));
      undo();
      await graph.push(text('x'));
      await graph.flush();
      expect(seen).toEqual(['1', '2']);
      await graph.close();
    });

    it('reports', async () => {
      const { graph } = await openHosted(open, [
        { id: 'm', type: 'Moody', to: ['p'] },
        { id: 'p', type: 'Pass' },
      ]);
      for (const word of ['one', 'throw', 'many 3']) await graph.push(text(word));
      await graph.flush();
      const stats = await graph.stats();
      expect(stats).toMatchObject({ host, inputs: 3, outputs: 4, underruns: 0 });
      expect(stats.nodes).toMatchObject([
        {
          id: 'm',
          type: 'Moody',
          state: 'enabled',
          inputs: 3,
          outputs: 4,
          faults: 1,
          dropped: 0,
          latency: { count: 3 },
        },
        { id: 'p', type: 'Pass', inputs: 4, outputs: 4, faults: 0 },
      ]);
      expect(await graph.takeWindow()).toMatchObject({ m: { inputs: 3, outputs: 4 }, p: { inputs: 4 } });
      expect(await graph.takeWindow()).toMatchObject({ m: { inputs: 0, outputs: 0 } });
      await graph.close();
    });

    it('is closed while a node is at work, and takes nothing afterwards', async () => {
      const { graph, deaths } = await openHosted(open, [{ id: 's', type: 'Sleeper' }]);
      await graph.push(text('x'));
      await Promise.all([graph.close(), graph.close()]);
      await expect(graph.push(text('x'))).rejects.toMatchObject({ code: 'failed-precondition' });
      expect(deaths).toEqual([]);
    });

    it('brings everything out before it closes, if asked to', async () => {
      const { graph, said } = await openHosted(open, [{ id: 'c', type: 'Counter' }]);
      void graph.push(text('x'));
      await graph.close({ drain: true });
      expect(said).toEqual(['1', 'flushed']);
    });
  });
}
