import { VideoFrame } from '@remotemedia/codecs';
import { expect, it } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { PipelineRunner, type RunnerOptions } from './index.ts';
import { chain } from './session-contract.ts';

/** A second of a tone, in blocks of 10 ms. */
function tone(): readonly AudioBlock[] {
  return Array.from({ length: 100 }, (_, index) => {
    const samples = Float32Array.from(
      { length: 480 },
      (_sample, at) => 0.5 * Math.sin((2 * Math.PI * 440 * (index * 480 + at)) / 48_000),
    );
    return AudioBlock.fromInterleaved(samples, { sampleRate: 48_000, channelCount: 1 }, index * 10_000);
  });
}

function rms(items: readonly RuntimeData[]): number {
  const planes = items.flatMap((item) => (item.kind === 'audio' ? [item.channels[0]?.subarray(0, item.frames)] : []));
  let sum = 0;
  let count = 0;
  for (const plane of planes) {
    for (const sample of plane ?? []) sum += sample ** 2;
    count += plane?.length ?? 0;
  }
  return Math.sqrt(sum / count);
}

/** Nodes that come with the SDK, with their files, in one host. */
export function describeRealNodes(name: string, host: RunnerOptions): void {
  const runner = new PipelineRunner(host);

  it(`runs Opus ${name}, whose code comes compiled`, async () => {
    const outputs = await runner.executeAll(chain('OpusEncode', 'OpusDecode'), tone());
    const items = outputs.map(({ data }) => data).slice(5);
    expect(items.length).toBeGreaterThan(40);
    expect(20 * Math.log10(rms(items) / rms(tone()))).toBeCloseTo(0, 0);
  });

  it(`runs noise suppression ${name}`, async () => {
    const outputs = await runner.executeAll(chain('NoiseSuppression'), tone());
    const frames = outputs.map(({ data }) => (data.kind === 'audio' ? data.frames : 0));
    expect(frames.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(40_000);
  });

  it(`runs what a manifest says in upstream's YAML ${name}`, async () => {
    const manifest = `
version: "1.0"
metadata: { name: calculator }
nodes:
  - { id: calc, node_type: CalculatorNode }
  - { id: out, node_type: PassThrough }
connections:
  - { from: calc, to: out }`;
    const value = { operation: 'multiply', operands: [6, 7] };
    const output = await runner.executeUnary(manifest, { kind: 'json', value });
    expect(output).toMatchObject({ kind: 'json', value: { result: 42 } });
  });

  it(`turns pictures over ${name}`, async () => {
    const init = { format: 'RGBA', codedWidth: 1, codedHeight: 2, timestamp: 9 } as const;
    const frame = new VideoFrame(Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255), init);
    const output = await runner.executeUnary(chain('VideoFlip'), { kind: 'video', frame });
    if (output.kind !== 'video') return expect.unreachable('no picture came');
    const pixels = new Uint8Array(8);
    await output.frame.copyTo(pixels, { format: 'RGBA' });
    expect([...pixels]).toEqual([4, 5, 6, 255, 1, 2, 3, 255]);
    return output.frame.close();
  });
}
