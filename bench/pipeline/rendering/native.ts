import type { Part } from './part.ts';

type Build = (context: OfflineAudioContext, source: AudioNode) => AudioNode;

const gain =
  (db: number): Build =>
  (context, source) =>
    source.connect(new GainNode(context, { gain: 10 ** (db / 20) }));

const highPass: Build = (context, source) =>
  // Its Q is in dB.
  source.connect(new BiquadFilterNode(context, { type: 'highpass', frequency: 120, Q: -3.01 }));

const limiter: Build = (context, source) =>
  source.connect(
    new DynamicsCompressorNode(context, { threshold: -12, ratio: 20, knee: 0, attack: 0.003, release: 0.1 }),
  );

const swapped: Build = (context, source) => {
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  source.connect(splitter);
  splitter.connect(merger, 0, 1);
  splitter.connect(merger, 1, 0);
  return merger;
};

const robot: Build = (context, source) => {
  const node = new GainNode(context, { gain: 0 });
  const carrier = new OscillatorNode(context, { frequency: 60 });
  carrier.connect(node.gain);
  carrier.start();
  return source.connect(node);
};

const BUILDS: Readonly<Record<string, readonly Build[]>> = {
  Gain: [gain(-6)],
  HighPass: [highPass],
  Limiter: [limiter],
  RobotVoice: [robot],
  ChannelMap: [swapped],
  chain: [highPass, gain(6), swapped, robot, limiter, gain(-6)],
};

const VOICES = 5;

/** The same with the browser's own `AudioNode`s. */
export function nativePart(subject: string): Part {
  if (subject === 'AudioMixer') return { voices: VOICES, build: mixMinus };
  const builds = BUILDS[subject];
  if (!builds) throw new Error(`native has no ${subject}`);
  return {
    build(context, [source]) {
      let last: AudioNode | undefined = source;
      for (const build of builds) last = last && build(context, last);
      last?.connect(context.destination);
    },
  };
}

/** A sum of four for each of five. */
function mixMinus(context: OfflineAudioContext, sources: readonly AudioBufferSourceNode[]): void {
  for (const own of sources) {
    const sum = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' });
    for (const other of sources) if (other !== own) other.connect(sum);
    sum.connect(context.destination);
  }
}
