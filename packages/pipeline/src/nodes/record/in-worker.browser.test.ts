import { VideoFrame } from '@remotemedia/codecs';
import { expect, it } from 'vitest';
import { loadAssets } from '../../assets/index.ts';
import { compileManifest } from '../../compile/check-manifest.ts';
import { AudioBlock } from '../../data/audio-block.ts';
import { GraphClient } from '../../hosts/graph-client.ts';
import { threadStarter } from '../../hosts/start-thread.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { recorder } from './recorder.ts';

it("records in the pipeline's worker", async () => {
  const registry = new NodeRegistry([recorder]);
  const manifest = { version: 'v1', nodes: [{ id: 'tape', node_type: 'Recorder' }], connections: [] };
  const plan = compileManifest(JSON.stringify(manifest), { registry });
  const assets = await loadAssets({ plan, find: (type) => registry.find(type) });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const faults: unknown[] = [];
  let passed = 0;
  const graph = new GraphClient({
    host: 'worker',
    start: threadStarter(),
    purpose: { message: { type: 'start', purpose: 'session' }, transfer: [] },
    listener: {
      onOutput: (item, _nodeId, port) => {
        if (item.kind === 'video') item.frame.close();
        if (port === 'out') passed += 1;
        if (port === 'file' && item.kind === 'binary') parts.push(item.data.slice());
      },
      onFault: (fault) => faults.push(fault),
      onDeath: (error) => faults.push(error),
    },
  });
  await graph.open({ plan, assets, nodeModules: [] });
  for (let step = 0; step < 50; step += 1) {
    await graph.push(new AudioBlock(48_000, [new Float32Array(960)], 960, step * 20_000));
    if (step % 2 === 0) await graph.push({ kind: 'video', frame: picture(step * 20_000) });
  }
  await graph.flush();
  await graph.close();
  expect(faults).toEqual([]);
  expect(passed).toBe(75);
  expect(await durationOf(new Blob(parts, { type: 'video/webm' }))).toBeCloseTo(1, 1);
});

function picture(timestamp: number): VideoFrame {
  const data = new Uint8Array(160 * 120 * 1.5).fill(128);
  return new VideoFrame(data, { format: 'I420', codedWidth: 160, codedHeight: 120, timestamp, duration: 40_000 });
}

/** How long a browser plays a file, in s: it knows when it has come to the end. */
async function durationOf(file: Blob): Promise<number> {
  const video = document.createElement('video');
  video.src = URL.createObjectURL(file);
  video.muted = true;
  await new Promise((resolve, reject) => {
    video.onended = resolve;
    video.onerror = () => reject(new Error(video.error?.message));
    video.play().catch(reject);
  });
  URL.revokeObjectURL(video.src);
  return video.duration;
}
