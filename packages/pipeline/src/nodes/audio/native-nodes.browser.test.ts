import { describe, expect, test } from 'vitest';
import { audioMixer } from './audio-mixer.ts';
import { channelMap } from './channel-map.ts';
import { fastResample } from './fast-resample.ts';
import { gain } from './gain.ts';
import { highPass } from './high-pass.ts';
import { robotVoice } from './robot-voice.ts';
import { blocksOf, difference, nodeAtWork, noise, soundOf, throughNode } from './sound-contract.ts';

const RATE = 48_000;
const FRAMES = RATE / 2;

/** What the browser's own `AudioNode`s make of a sound. */
async function native(
  planes: readonly Float32Array<ArrayBuffer>[],
  outputs: number,
  build: (context: OfflineAudioContext, source: AudioBufferSourceNode) => AudioNode,
): Promise<Float32Array[]> {
  const context = new OfflineAudioContext(outputs, FRAMES, RATE);
  context.destination.channelInterpretation = 'discrete';
  const buffer = new AudioBuffer({ numberOfChannels: planes.length, length: FRAMES, sampleRate: RATE });
  for (const [channel, plane] of planes.entries()) buffer.copyToChannel(plane, channel);
  const source = new AudioBufferSourceNode(context, { buffer });
  build(context, source).connect(context.destination);
  source.start();
  const rendered = await context.startRendering();
  return Array.from({ length: outputs }, (_, channel) => rendered.getChannelData(channel));
}

function expectNear(got: readonly Float32Array[], wanted: readonly Float32Array[], bound: number): void {
  expect(got.length).toBe(wanted.length);
  for (const [channel, plane] of got.entries()) {
    expect(difference(plane.subarray(0, FRAMES), wanted[channel] ?? new Float32Array(0))).toBeLessThan(bound);
  }
}

test.each([
  [80, Math.SQRT1_2],
  [1000, 4],
  [9000, 0.5],
])('HighPass with %f Hz and q %f gives what a BiquadFilterNode gives', async (frequencyHz, q) => {
  const sound = [noise(FRAMES), noise(FRAMES, { seed: 2 })];
  // Web Audio's Q of a high-pass is in dB.
  const options = { type: 'highpass', frequency: frequencyHz, Q: 20 * Math.log10(q) } as const;
  const wanted = await native(sound, 2, (context, source) => source.connect(new BiquadFilterNode(context, options)));
  // Chromium keeps what it remembers as 32-bit floats.
  expectNear(throughNode(highPass, { frequencyHz, q }, sound), wanted, 5e-5);
});

test('a slope of 24 dB gives what two BiquadFilterNodes with the Qs of Butterworth give', async () => {
  const sound = [noise(FRAMES)];
  const wanted = await native(sound, 1, (context, source) => {
    const [first, second] = [0.541_196_1, 1.306_563].map(
      (q) => new BiquadFilterNode(context, { type: 'highpass', frequency: 300, Q: 20 * Math.log10(q) }),
    );
    return first && second ? source.connect(first).connect(second) : source;
  });
  expectNear(throughNode(highPass, { frequencyHz: 300, slope: 24 }, sound), wanted, 1e-5);
});

test('Gain ramps as a GainNode with linearRampToValueAtTime does', async () => {
  const sound = [noise(FRAMES)];
  const at = 12_800 / RATE;
  const wanted = await native(sound, 1, (context, source) => {
    const node = new GainNode(context);
    node.gain.setValueAtTime(1, at).linearRampToValueAtTime(0.1, at + 0.02);
    return source.connect(node);
  });
  const work = nodeAtWork(gain, { rampMs: 20 });
  for (const [index, block] of blocksOf(sound).entries()) {
    if (index === 100) work.set({ gainDb: -20 });
    work.put(block);
  }
  expectNear(soundOf(work.emitted), wanted, 1e-5);
});

test('RobotVoice gives what a GainNode driven by an OscillatorNode gives', async () => {
  const sound = [noise(FRAMES)];
  const wanted = await native(sound, 1, (context, source) => {
    const node = new GainNode(context, { gain: 0 });
    const carrier = new OscillatorNode(context, { frequency: 70 });
    carrier.connect(node.gain);
    carrier.start();
    return source.connect(node);
  });
  // The oscillator reads its sine from a table.
  expectNear(throughNode(robotVoice, { carrierHz: 70 }, sound), wanted, 1e-3);
});

const LAYOUTS = [1, 2, 4, 6];

describe.each(LAYOUTS.flatMap((from) => LAYOUTS.map((to) => [from, to] as const)))(
  'from %i to %i channels',
  (from, to) => {
    const sound = Array.from({ length: from }, (_, index) => noise(FRAMES, { seed: index + 1, level: 0.1 }));

    test.each(['speakers', 'discrete'] as const)('ChannelMap mixes %s as Web Audio does', async (interpretation) => {
      const wanted = await native(sound, to, (context, source) =>
        source.connect(
          new GainNode(context, {
            channelCount: to,
            channelCountMode: 'explicit',
            channelInterpretation: interpretation,
          }),
        ),
      );
      expectNear(throughNode(channelMap, { channels: to, interpretation }, sound), wanted, 1e-6);
    });
  },
);

test('AudioMixer adds what a GainNode with several inputs adds', async () => {
  const voices = [1, 2, 3].map((seed) => noise(FRAMES, { seed, level: 0.3 }));
  const context = new OfflineAudioContext(1, FRAMES, RATE);
  for (const voice of voices) {
    const buffer = new AudioBuffer({ length: FRAMES, sampleRate: RATE });
    buffer.copyToChannel(voice, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.start();
  }
  const wanted = [(await context.startRendering()).getChannelData(0)];
  const work = nodeAtWork(audioMixer, { inputs: 3 });
  const blocks = voices.map((voice, index) => blocksOf([voice], { streamId: `${index}` }));
  for (const index of (blocks[0] ?? []).keys()) {
    for (const one of blocks) work.put(one[index] ?? { kind: 'text', text: '' });
  }
  work.flush();
  expectNear(soundOf(work.emitted), wanted, 1e-6);
});

test('FastResample gives what the browser makes of a buffer of another rate, where both are flat', async () => {
  const low = Float32Array.from(
    { length: 8000 },
    (_, frame) => Math.sin(frame * 0.21) * Math.sin((Math.PI * frame) / 8000) ** 2,
  );
  const context = new OfflineAudioContext(1, FRAMES, RATE);
  const buffer = new AudioBuffer({ length: 8000, sampleRate: 16_000 });
  buffer.copyToChannel(low, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start();
  const wanted = [(await context.startRendering()).getChannelData(0)];
  const params = { targetRate: RATE, quality: 'High' };
  // Browsers put straight lines or cubic curves between the samples.
  expectNear(throughNode(fastResample, params, [low], { sampleRate: 16_000 }), wanted, 0.02);
});
