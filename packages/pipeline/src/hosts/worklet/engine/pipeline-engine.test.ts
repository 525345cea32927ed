import { PerformanceObserver } from 'node:perf_hooks';
import { expect, onTestFinished, test } from 'vitest';
import { compileManifest } from '../../../compile/check-manifest.ts';
import type { AnyNodeDefinition } from '../../../node/node-definition.ts';
import { builtinNodes } from '../../../nodes/index.ts';
import { realtimeNodes } from '../../../nodes/realtime.ts';
import { NodeRegistry } from '../../../registry/node-registry.ts';
import { PROTOCOL_VERSION, type SeatMessage } from '../../protocol.ts';
import { soundExits } from '../split/sound-exits.ts';
import type { WorkletMessage } from '../worklet-protocol.ts';
import { PipelineEngine } from './pipeline-engine.ts';

const registry = new NodeRegistry(builtinNodes);

/** Six nodes in a row, as many as a call may have. */
const CHAIN = `
nodes:
  - { id: high, node_type: HighPass }
  - { id: robot, node_type: RobotVoice }
  - { id: gain, node_type: Gain, params: { gain_db: -3 } }
  - { id: map, node_type: ChannelMap }
  - { id: pass, node_type: PassThrough }
  - { id: limit, node_type: Limiter }
connections:
  - { from: high, to: robot }
  - { from: robot, to: gain }
  - { from: gain, to: map }
  - { from: map, to: pass }
  - { from: pass, to: limit }`;

function openEngine(extra: readonly AnyNodeDefinition[] = []) {
  const known = new Map([...realtimeNodes, ...extra].map((definition) => [definition.type, definition]));
  const told: WorkletMessage[] = [];
  const engine = new PipelineEngine({
    slots: 1,
    channelCount: 1,
    bufferMs: 1000,
    sampleRate: 48_000,
    definitions: (type) => known.get(type),
    post: (message) => told.push(message),
  });
  onTestFinished(() => engine.close());
  const input = [[Float32Array.from({ length: 128 }, (_, index) => Math.sin(index / 7))]];
  const output = [[new Float32Array(128)]];
  let frame = 0;
  const render = (quanta: number) => {
    for (let quantum = 0; quantum < quanta; quantum += 1) {
      output[0]?.[0]?.fill(0);
      engine.process(input, output, frame);
      frame += 128;
    }
  };
  return { engine, told, render, output };
}

/** Opens a graph and keeps all that is said over its port. */
async function openGraph(engine: PipelineEngine, lane: number, manifest: string) {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const said: (SeatMessage | { type: 'batch'; messages: readonly SeatMessage[] })[] = [];
  const opened = new Promise<void>((resolve, reject) => {
    port1.onmessage = ({ data }) => {
      said.push(data);
      if (data.type === 'done') resolve();
      if (data.type === 'failed') reject(new Error(data.error.detail));
    };
  });
  const plan = compileManifest(manifest, { registry, inputKinds: ['audio'] });
  const exits = soundExits(plan, (type) => registry.find(type));
  engine.receive({ type: 'lane', lane, port: port2, bridge: undefined, exits, leadMs: 0 });
  port1.postMessage({ type: 'open', id: 1, plan, assets: {}, nodeModules: [] });
  await opened;
  return { said, port: port1 };
}

/** What `work` allocated, as far as it shows: how often memory was tidied up meanwhile, and by how much it grew. */
async function allocatedBy(work: () => void): Promise<{ readonly collections: number; readonly grownBytes: number }> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage();
  work();
  const after = process.memoryUsage();
  await new Promise((resolve) => setTimeout(resolve, 20));
  observer.disconnect();
  const grownBytes = after.heapUsed - before.heapUsed + (after.arrayBuffers - before.arrayBuffers);
  return { collections, grownBytes };
}

test('a hundred thousand quanta through six nodes make no garbage and no message', { timeout: 60_000 }, async () => {
  const { engine, told, render } = openEngine();
  const { said } = await openGraph(engine, 1, CHAIN);
  render(10_000);
  const [saidBefore, toldBefore] = [said.length, told.length];
  const rounds = [];
  for (let round = 0; round < 10; round += 1) rounds.push(await allocatedBy(() => render(10_000)));
  // What is left are the looks at the clock in one quantum of seven. One object of 16 bytes for each sample-frame would be
  // 20 MB, an array for each call of a node 6 MB; or a collection. Other threads of the test runner may disturb a round.
  const clean = rounds.filter(({ collections, grownBytes }) => collections === 0 && grownBytes < 2_000_000);
  expect(clean.length, JSON.stringify(rounds)).toBeGreaterThanOrEqual(5);
  expect([said.length - saidBefore, told.length - toldBefore]).toEqual([0, 0]);
});

test('the first word on a port is the version; then come the answers', async () => {
  const { engine } = openEngine();
  const { said } = await openGraph(engine, 1, CHAIN);
  expect(said[0]).toEqual({ type: 'ready', version: PROTOCOL_VERSION });
  expect(said.at(-1)).toEqual({ type: 'done', id: 1, report: undefined });
});

test('graphs that were exchanged are forgotten', async () => {
  const { engine, told, render } = openEngine();
  for (let lane = 1; lane <= 20; lane += 1) {
    await openGraph(engine, lane, CHAIN);
    render(40);
  }
  expect(told.filter(({ type }) => type === 'swapped')).toHaveLength(20);
  engine.receive({ type: 'counts', id: 7 });
  expect(told.at(-1)).toMatchObject({ type: 'counts', id: 7, counts: { graphs: 1, quanta: 40, underruns: 0 } });
});

test('a graph that cannot be opened is no graph, and the one at work goes on', async () => {
  const { engine, told, render, output } = openEngine();
  await openGraph(engine, 1, 'nodes: [{ id: g, node_type: Gain }]');
  await expect(openGraph(engine, 2, 'nodes: [{ id: b, node_type: BackgroundBlur }]')).rejects.toThrow('BackgroundBlur');
  render(1);
  expect(output[0]?.[0]?.[10]).toBeCloseTo(Math.sin(10 / 7));
  await openGraph(engine, 3, 'nodes: [{ id: g, node_type: Gain }]');
  render(40);
  engine.receive({ type: 'counts', id: 1 });
  expect(told.at(-1)).toMatchObject({ counts: { graphs: 1 } });
});

test('a graph tells how much it does per second of sound', async () => {
  const { engine, render } = openEngine();
  const { said, port } = await openGraph(engine, 1, 'nodes: [{ id: g, node_type: Gain }]');
  render(1000);
  port.postMessage({ type: 'stats', id: 2 });
  await expect.poll(() => said.at(-1)).toMatchObject({ type: 'done', id: 2 });
  const report = said.at(-1);
  expect(report).toMatchObject({ report: { host: 'worklet', inputs: 1000, nodes: [{ id: 'g', outputs: 1000 }] } });
  const { outputsPerSecond } = Reflect.get(Object(report), 'report').nodes[0];
  expect(outputsPerSecond).toBeCloseTo(375, -1);
});

test('a node that floods the page costs few messages', async () => {
  const { engine, render } = openEngine();
  const { said } = await openGraph(engine, 1, 'nodes: [{ id: level, node_type: AudioLevel }]');
  render(375);
  await expect.poll(() => said.some(({ type }) => type === 'batch')).toBe(true);
  expect(said.filter(({ type }) => type === 'batch').length).toBeLessThanOrEqual(50);
});

test('after the end the processor may go', () => {
  const { engine } = openEngine();
  expect(engine.process([], [], 0)).toBe(true);
  engine.receive({ type: 'end' });
  expect(engine.process([], [], 128)).toBe(false);
});
