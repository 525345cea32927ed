import { audioContextLeases } from '@remotemedia/media/testing';
import { expect, onTestFinished, test } from 'vitest';
import { attachPipeline } from './attach-pipeline.ts';
import { pulledTracks } from './audio/pull-track.ts';
import { toneTrack } from './audio/sounds-contract.ts';

/** Looks at each render quantum of a track and says how long it was silent at most. */
const GAP_METER = `
registerProcessor('gap-meter', class extends AudioWorkletProcessor {
  gap = 0; longest = 0; heard = 0; peak = 0;
  constructor() {
    super();
    this.port.onmessage = () => this.port.postMessage({ longestMs: this.longest / sampleRate * 1000, heardMs: this.heard / sampleRate * 1000, peak: this.peak });
  }
  process([input]) {
    const samples = input[0] ?? new Float32Array(128);
    let power = 0;
    for (const sample of samples) { power += sample * sample; this.peak = Math.max(this.peak, Math.abs(sample)); }
    if (power / samples.length > 0.001) { this.gap = 0; this.heard += samples.length; }
    else if (this.heard > 0) { this.gap += samples.length; this.longest = Math.max(this.longest, this.gap); }
    return true;
  }
});`;

async function meterGaps(track: MediaStreamTrack) {
  const context = new AudioContext();
  onTestFinished(() => context.close());
  const url = URL.createObjectURL(new Blob([GAP_METER], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
  const meter = new AudioWorkletNode(context, 'gap-meter');
  const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
  source.connect(meter).connect(context.destination);
  const ask = () =>
    new Promise<{ longestMs: number; heardMs: number; peak: number }>((resolve) => {
      meter.port.onmessage = ({ data }) => resolve(data);
      meter.port.postMessage('how long');
    });
  return { source, ask };
}

function chain(gain: number): string {
  return `
nodes:
  - { id: high, node_type: HighPass }
  - { id: gain, node_type: Gain, params: { gain: ${gain} } }
  - { id: limit, node_type: Limiter }
  - { id: level, node_type: AudioLevel }
connections: [{ from: high, to: gain }, { from: gain, to: limit }, { from: gain, to: level }]`;
}

test('a hundred swaps in a running call leave no gap of 100 ms, and nothing behind', async () => {
  const { track } = toneTrack(440, 0.4);
  const pipeline = await attachPipeline(track, chain(1));
  onTestFinished(() => pipeline.close());
  const { ask } = await meterGaps(pipeline.track);
  await expect.poll(async () => (await ask()).heardMs).toBeGreaterThan(50);
  for (let swap = 0; swap < 100; swap += 1) await pipeline.swap(chain(swap % 2 === 0 ? 0.9 : 1));
  const { longestMs, heardMs, peak } = await ask();
  expect(heardMs).toBeGreaterThan(3000);
  expect(longestMs).toBeLessThan(100);
  // The sum of both graphs would be 0.8. A tone whose source stutters on a busy machine may be above 0.4 after a high-pass.
  expect(peak).toBeLessThan(0.65);
  const stats = await pipeline.stats();
  expect(stats).toMatchObject({ sound: { graphs: 1 } });
  expect(stats.nodes.map(({ id }) => id).sort()).toEqual(['gain', 'high', 'level', 'limit']);
  expect(audioContextLeases()).toBe(1);
  pipeline.close();
  expect([audioContextLeases(), pulledTracks()]).toEqual([0, 0]);
}, 60_000);
