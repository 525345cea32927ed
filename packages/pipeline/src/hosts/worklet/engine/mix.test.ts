import { expect, onTestFinished, test } from 'vitest';
import { compileManifest } from '../../../compile/check-manifest.ts';
import { builtinNodes } from '../../../nodes/index.ts';
import { NodeRegistry } from '../../../registry/node-registry.ts';
import { PipelineEngine } from './pipeline-engine.ts';

const registry = new NodeRegistry(builtinNodes);

/** A mixer for four streams on the engine of the processor. */
async function openMix() {
  const engine = new PipelineEngine({
    slots: 4,
    channelCount: 1,
    bufferMs: 1000,
    sampleRate: 48_000,
    definitions: (type) => registry.find(type),
    post: () => {},
  });
  onTestFinished(() => engine.close());
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const opened = new Promise<unknown>((resolve) => {
    port1.onmessage = ({ data }) => data.type !== 'ready' && resolve(data);
  });
  const plan = compileManifest('nodes: [{ id: m, node_type: AudioMixer, params: { mode: mix-minus } }]', { registry });
  engine.receive({ type: 'lane', lane: 1, port: port2, bridge: undefined, exits: ['m'], leadMs: 0 });
  port1.postMessage({ type: 'open', id: 1, plan, assets: {}, nodeModules: [] });
  expect(await opened).toMatchObject({ type: 'done' });
  let frame = 0;
  /** What the first stream hears of the voices, each a steady value. */
  const render = (voices: readonly number[], quanta: number): number[] => {
    const heard: number[] = [];
    for (let quantum = 0; quantum < quanta; quantum += 1) {
      const outputs = voices.map(() => [new Float32Array(128)]);
      engine.process(
        voices.map((voice) => [new Float32Array(128).fill(voice)]),
        outputs,
        frame,
      );
      frame += 128;
      heard.push(...(outputs[0]?.[0] ?? []));
    }
    return heard;
  };
  return { engine, render };
}

test('when somebody leaves or comes, the others hear each other without a gap', async () => {
  const { engine, render } = await openMix();
  for (const [slot, streamId] of ['ada', 'bob', 'eve'].entries()) engine.receive({ type: 'stream', slot, streamId });
  const voices = [0.5, 0.25, 0.125, 0.0625];
  render(voices, 20);
  expect(new Set(render(voices, 20))).toEqual(new Set([0.375]));
  engine.receive({ type: 'stream', slot: 1, streamId: undefined });
  const without = render(voices, 100);
  expect(Math.min(...without)).toBeGreaterThanOrEqual(0.125);
  expect(without.at(-1)).toBe(0.125);
  engine.receive({ type: 'stream', slot: 3, streamId: 'kim' });
  const again = render(voices, 100);
  expect(Math.min(...again)).toBeGreaterThanOrEqual(0.125);
  expect(again.at(-1)).toBe(0.1875);
});
