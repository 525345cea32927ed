import { VideoFrame } from '@remotemedia/codecs';
import { expect, inject, it } from 'vitest';
import { loadAssets } from '../../assets/index.ts';
import { compileManifest } from '../../compile/check-manifest.ts';
import { AudioBlock } from '../../data/audio-block.ts';
import { GraphClient } from '../../hosts/graph-client.ts';
import { threadStarter } from '../../hosts/start-thread.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { BufferSource, Input, WEBM } from './mediabunny.js';
import { recorder } from './recorder.ts';

it('records in a thread of Node', async () => {
  const registry = new NodeRegistry([recorder]);
  const manifest = { version: 'v1', nodes: [{ id: 'tape', node_type: 'Recorder' }], connections: [] };
  const plan = compileManifest(JSON.stringify(manifest), { registry });
  const assets = await loadAssets({ plan, find: (type) => registry.find(type) });
  const bytes: number[] = [];
  const faults: unknown[] = [];
  const graph = new GraphClient({
    host: 'node',
    start: threadStarter(inject('pipelineWorkerUrl')),
    purpose: { message: { type: 'start', purpose: 'session' }, transfer: [] },
    listener: {
      onOutput: (item) => {
        if (item.kind === 'video') item.frame.close();
        if (item.kind === 'binary') bytes.push(...item.data);
      },
      onFault: (fault) => faults.push(fault),
      onDeath: (error) => faults.push(error),
    },
  });
  await graph.open({ plan, assets, nodeModules: [] });
  for (let step = 0; step < 50; step += 1) {
    await graph.push(new AudioBlock(48_000, [new Float32Array(960)], 960, step * 20_000));
    const pixels = new Uint8Array(64 * 48 * 1.5).fill(128);
    const how = {
      format: 'I420',
      codedWidth: 64,
      codedHeight: 48,
      timestamp: step * 20_000,
      duration: 20_000,
    } as const;
    await graph.push({ kind: 'video', frame: new VideoFrame(pixels, how) });
  }
  await graph.flush();
  await graph.close();
  expect(faults).toEqual([]);
  const input = new Input({ source: new BufferSource(Uint8Array.from(bytes)), formats: [WEBM] });
  expect(await input.getMimeType()).toBe('video/webm; codecs="vp8, opus"');
  expect(await input.computeDuration()).toBeCloseTo(1, 1);
});
