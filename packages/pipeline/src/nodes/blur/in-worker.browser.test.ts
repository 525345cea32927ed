import { VideoFrame } from '@remotemedia/codecs';
import { segmentationAssets } from '@remotemedia/models/segmentation';
import { expect, it } from 'vitest';
import { loadAssets } from '../../assets/index.ts';
import { compileManifest } from '../../compile/check-manifest.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { GraphClient } from '../../hosts/graph-client.ts';
import { threadStarter } from '../../hosts/start-thread.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { backgroundBlur } from './background-blur.ts';

it("works in the pipeline's worker, with its files from where the application says", async () => {
  const registry = new NodeRegistry([backgroundBlur]);
  const manifest = `
    version: v1
    nodes:
      - id: blur
        node_type: BackgroundBlur
        params: { background: color, color: '#0000ff' }
    connections: []`;
  const plan = compileManifest(manifest, { registry, inputKinds: ['video'] });
  const assets = await loadAssets({ plan, find: (type) => registry.find(type), sources: segmentationAssets });
  const outputs: RuntimeData[] = [];
  const faults: unknown[] = [];
  const listener = {
    onOutput: (item: RuntimeData) => outputs.push(item),
    onFault: (fault: unknown) => faults.push(fault),
    onDeath: (error: unknown) => faults.push(error),
  };
  const purpose = { message: { type: 'start', purpose: 'session' }, transfer: [] } as const;
  const graph = new GraphClient({
    host: 'worker',
    start: threadStarter(),
    purpose: { ...purpose, transfer: [] },
    listener,
  });
  await graph.open({ plan, assets, nodeModules: [] });
  const response = await fetch(new URL('./fixtures/astronaut.jpg', import.meta.url));
  const picture = await createImageBitmap(await response.blob());
  await graph.push({ kind: 'video', frame: new VideoFrame(picture, { timestamp: 7 }) });
  await graph.flush();
  expect(faults).toEqual([]);
  const [item] = outputs;
  if (item?.kind !== 'video') return expect.unreachable('no picture came');
  expect(item.frame).toMatchObject({ timestamp: 7, displayWidth: 640, displayHeight: 360 });
  const pixels = new Uint8Array(640 * 360 * 4);
  await item.frame.copyTo(pixels, { format: 'RGBA' });
  expect(Array.from(pixels.subarray(600 * 4, 600 * 4 + 4))).toEqual([0, 0, 255, 255]);
  item.frame.close();
  await graph.close();
});
