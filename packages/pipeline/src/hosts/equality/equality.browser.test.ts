import { describe, expect, onTestFinished, test } from 'vitest';
import { compileManifest } from '../../compile/check-manifest.ts';
import { builtinNodes } from '../../nodes/index.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { GraphClient } from '../graph-client.ts';
import type { OpenGraphOptions } from '../hosted-graph.ts';
import { InlineGraph } from '../inline/inline-graph.ts';
import { threadStarter } from '../start-thread.ts';
import { WorkletGraph } from '../worklet/worklet-graph.ts';
import { WorkletHost } from '../worklet/worklet-host.ts';
import { modulesFor } from './assets-contract.ts';
import { EQUALITY_CASES, type EqualityCase } from './cases-contract.ts';
import { type Digest, Digester } from './digest-contract.ts';
import { drive, strictListener } from './drive-contract.ts';
import { SIGNAL_FRAMES, SIGNAL_RATE, signal } from './signal-contract.ts';

const registry = new NodeRegistry(builtinNodes);
const CASES = EQUALITY_CASES.map((one) => [one.name, one] as const);
const REALTIME_CASES = CASES.filter(
  ([, { manifest }]) => compileManifest(manifest, { registry, inputKinds: ['audio'] }).isRealtime,
);

/** Sound after the signal, so that the last events are told before the rendering ends. */
const TAIL_FRAMES = 9600;

/** What Node wrote down. */
async function expectedOf({ name }: EqualityCase): Promise<Digest> {
  const all = await (await fetch(new URL('./fixtures/expected.json', import.meta.url))).json();
  return all[name];
}

async function optionsFor({ manifest }: EqualityCase): Promise<OpenGraphOptions> {
  const plan = compileManifest(manifest, { registry, inputKinds: ['audio'] });
  const assets = await modulesFor(plan.assets, async (url) => await (await fetch(url)).arrayBuffer());
  return { plan, assets, nodeModules: [] };
}

/** Renders the signal through a graph on the audio thread; gives what the node told and what was heard. */
async function render(one: EqualityCase): Promise<{ told: Digester; heard: AudioBuffer }> {
  const { channelCount } = one;
  const context = new OfflineAudioContext(channelCount, SIGNAL_FRAMES + TAIL_FRAMES, SIGNAL_RATE);
  const host = await WorkletHost.open(context, { channelCount });
  onTestFinished(() => host.close());
  const options = await optionsFor(one);
  const graph = await WorkletGraph.open(host, {
    ...options,
    find: (type) => registry.find(type),
    listener: strictListener,
  });
  onTestFinished(() => graph.close());
  expect(graph.host).toBe('worklet');
  const told = new Digester();
  graph.tap(one.watch, undefined, (item) => told.add(item));
  // The answer says that the tap is there.
  await graph.stats();
  const buffer = new AudioBuffer({ numberOfChannels: channelCount, length: SIGNAL_FRAMES, sampleRate: SIGNAL_RATE });
  for (const [channel, plane] of signal(channelCount).entries()) buffer.copyToChannel(plane, channel);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(host.node).connect(context.destination);
  source.start();
  const heard = await context.startRendering();
  return { told, heard };
}

describe('the audio thread finds the samples that Node found', () => {
  test.each(REALTIME_CASES)('%s', async (_, one) => {
    const expected = await expectedOf(one);
    const { told } = await render(one);
    // What was told last may still be on its way when the rendering is over.
    await expect.poll(() => told.digest(expected)).toEqual(expected);
  });
});

describe('a worker finds the samples that Node found', () => {
  test.each(CASES)('%s', async (_, one) => {
    const graph = new GraphClient({
      host: 'worker',
      start: threadStarter(),
      listener: strictListener,
      purpose: { message: { type: 'start', purpose: 'session' }, transfer: [] },
    });
    onTestFinished(() => graph.close());
    await graph.open(await optionsFor(one));
    const found = await drive(graph, one, one.isAnyCut ? 480 : 128);
    expect(found.digest()).toEqual(await expectedOf(one));
  });
});

describe('the page finds the samples that Node found', () => {
  test.each(CASES)('%s', async (_, one) => {
    const graph = await InlineGraph.open({
      ...(await optionsFor(one)),
      definitions: (type) => registry.find(type),
      listener: strictListener,
    });
    onTestFinished(() => graph.close());
    expect((await drive(graph, one, 128)).digest()).toEqual(await expectedOf(one));
  });
});

describe('what is heard is what the node gave, sample by sample', () => {
  test.each(
    CASES.filter(([name]) => ['Gain', 'HighPass', 'Limiter', 'NoiseSuppression', 'AudioChunker'].includes(name)),
  )('%s', async (_, one) => {
    const { told, heard } = await render(one);
    const given = told.samples(0);
    const output = heard.getChannelData(0);
    const first = given.findIndex((sample) => sample !== 0);
    const delay = output.findIndex((sample) => sample !== 0) - first;
    const count = Math.min(given.length, output.length - delay);
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(1024);
    const differs = output.subarray(delay, delay + count).findIndex((sample, index) => sample !== given[index]);
    expect(differs).toBe(-1);
  });
});
