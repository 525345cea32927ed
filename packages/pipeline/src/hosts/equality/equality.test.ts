import { readFile } from 'node:fs/promises';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { compileManifest } from '../../compile/check-manifest.ts';
import { builtinNodes } from '../../nodes/index.ts';
import { realtimeNodes } from '../../nodes/realtime.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { GraphClient } from '../graph-client.ts';
import type { HostedGraph, OpenGraphOptions } from '../hosted-graph.ts';
import { InlineGraph } from '../inline/inline-graph.ts';
import { threadStarter } from '../start-thread.ts';
import { modulesFor } from './assets-contract.ts';
import { EQUALITY_CASES, type EqualityCase, NODES_OF_THE_CLOCK } from './cases-contract.ts';
import { drive, strictListener } from './drive-contract.ts';

const registry = new NodeRegistry(builtinNodes);

async function optionsFor({ manifest }: EqualityCase): Promise<OpenGraphOptions> {
  const plan = compileManifest(manifest, { registry, inputKinds: ['audio'] });
  const assets = await modulesFor(plan.assets, async (url) => new Uint8Array(await readFile(url)));
  return { plan, assets, nodeModules: [] };
}

async function inline(one: EqualityCase): Promise<HostedGraph> {
  const graph = await InlineGraph.open({
    ...(await optionsFor(one)),
    definitions: (type) => registry.find(type),
    listener: strictListener,
  });
  onTestFinished(() => graph.close());
  return graph;
}

async function thread(one: EqualityCase): Promise<HostedGraph> {
  const graph = new GraphClient({
    host: 'node',
    start: threadStarter(inject('pipelineWorkerUrl')),
    listener: strictListener,
    purpose: { message: { type: 'start', purpose: 'session' }, transfer: [] },
  });
  onTestFinished(() => graph.close());
  await graph.open(await optionsFor(one));
  return graph;
}

test('every node of the audio thread that takes sound is in the table', () => {
  const covered = new Set([...EQUALITY_CASES.flatMap(({ covers }) => covers), ...NODES_OF_THE_CLOCK]);
  const ofSound = realtimeNodes.filter(({ ports }) =>
    [...Object.values(ports.inputs), ...Object.values(ports.outputs)].some(
      (kinds) => typeof kinds === 'string' || kinds.includes('audio'),
    ),
  );
  expect(ofSound.map(({ type }) => type).filter((type) => !covered.has(type))).toEqual([]);
});

/** What all hosts must find. Both runtimes have the same engine, so not a bit may differ. */
test('the samples of all nodes are those that were written down', async () => {
  const found: Record<string, unknown> = {};
  for (const one of EQUALITY_CASES) {
    const graph = await inline(one);
    found[one.name] = (await drive(graph, one, 128)).digest();
  }
  await expect(`${JSON.stringify(found, undefined, 2)}\n`).toMatchFileSnapshot('./fixtures/expected.json');
});

describe('a thread of Node finds the same samples as the thread that calls', () => {
  test.each(EQUALITY_CASES.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const cut = one.isAnyCut ? 480 : 128;
    const [expected, found] = [await drive(await inline(one), one, 128), await drive(await thread(one), one, cut)];
    expect(found.digest()).toEqual(expected.digest());
  });
});
