import { expect, onTestFinished, test } from 'vitest';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { GraphPlan, PlanNode } from '../../plan/graph-plan.ts';
import type { NodeFault } from '../../run/index.ts';
import { GraphClient } from '../graph-client.ts';
import { type Lane, WorkletHost } from './worklet-host.ts';

const RATE = 48_000;

function node(id: string, type: string, params: PlanNode['params'], rest: Partial<PlanNode> = {}): PlanNode {
  return { id, type, params, edges: [], isEntry: true, isExit: true, ...rest };
}

function planOf(...nodes: PlanNode[]): GraphPlan {
  return { name: 'test', nodes, isRealtime: true, assets: [] };
}

/** Opens a graph in a lane and keeps what it says. */
async function openGraph(lane: Lane, plan: GraphPlan) {
  const outputs: RuntimeData[] = [];
  const faults: NodeFault[] = [];
  const client = new GraphClient({
    host: 'worklet',
    start: lane.start,
    listener: {
      onOutput: (item) => outputs.push(item),
      onFault: (fault) => faults.push(fault),
      onDeath: (error) => expect.unreachable(error.message),
    },
  });
  onTestFinished(() => client.close());
  await client.open({ plan, assets: {}, nodeModules: [] });
  return { client, outputs, faults };
}

async function openOffline(seconds: number) {
  const context = new OfflineAudioContext(1, seconds * RATE, RATE);
  const host = await WorkletHost.open(context, { channelCount: 1 });
  const tone = new OscillatorNode(context, { frequency: 440 });
  tone.connect(host.node).connect(context.destination);
  tone.start();
  onTestFinished(() => host.close());
  return { context, host };
}

test('a graph runs on the audio thread without a delay', async () => {
  const { context, host } = await openOffline(0.5);
  await openGraph(host.openLane({ exits: ['g'], leadMs: 0, bridge: undefined }), planOf(node('g', 'PassThrough', {})));
  const got = (await context.startRendering()).getChannelData(0);
  const peak = got.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(peak).toBeCloseTo(1, 2);
  // The tone begins with its very first sample: nothing is late.
  expect(Math.abs(got[20] ?? 0)).toBeGreaterThan(0.5);
});

test('a second of sound costs no message', async () => {
  const { context, host } = await openOffline(1);
  const lane = host.openLane({ exits: ['g'], leadMs: 0, bridge: undefined });
  let messages = 0;
  const counted: Lane = {
    ...lane,
    start: (listener) =>
      lane.start({
        ...listener,
        message: (message) => {
          messages += 1;
          listener.message(message);
        },
      }),
  };
  const plan = planOf(
    node('h', 'HighPass', { frequencyHz: 80 }, { isExit: false, edges: [{ to: 1, toPort: 'in' }] }),
    node('g', 'Gain', { gainDb: 0, gain: 0.5, muted: false, rampMs: 10 }, { isEntry: false }),
  );
  const { client } = await openGraph(counted, plan);
  const before = messages;
  await context.startRendering();
  const { nodes } = await client.stats();
  expect(nodes.map(({ outputs }) => outputs)).toEqual([375, 375]);
  // The answer to the question, and nothing else.
  expect(messages - before).toBe(1);
  expect(await host.counts()).toMatchObject({ quanta: 375, underruns: 0, waitingFrames: 0, eventsDropped: 0 });
});

test('blocks that are longer than a quantum come out whole, late by what was told', async () => {
  const { context, host } = await openOffline(1);
  const lane = host.openLane({ exits: ['c'], leadMs: 0, bridge: undefined });
  await openGraph(lane, planOf(node('c', 'AudioChunker', { chunkSize: 480 })));
  const got = (await context.startRendering()).getChannelData(0);
  const counts = await host.counts();
  expect(counts).toMatchObject({ underruns: 0 });
  // Of 480 sample-frames in blocks that quanta do not divide, the most that waits is one block and a quantum, less one.
  expect(counts?.waitingFrames).toBeLessThan(608);
  const start = got.findIndex((sample) => sample !== 0);
  const silent = got
    .subarray(start + 100)
    .some((_, at, all) => all.subarray(at, at + 60).every((sample) => sample === 0));
  expect(silent).toBe(false);
});

test('a processor that is of another release is not talked to, and a file that is none is named', async () => {
  const context = new OfflineAudioContext(1, 128, RATE);
  await expect(WorkletHost.open(context, { workletUrl: '/nothing.js' })).rejects.toThrow('/nothing.js');
});
