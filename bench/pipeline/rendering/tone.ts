import * as Tone from 'tone';
import { fillWithNoise, RATE, type Render } from './part.ts';

/** Connects something behind `source`, and gives its end. */
type Build = (source: Tone.OutputNode) => Tone.ToneAudioNode;

const through = (source: Tone.OutputNode, node: Tone.ToneAudioNode): Tone.ToneAudioNode => {
  Tone.connect(source, node);
  return node;
};

const gain =
  (db: number): Build =>
  (source) =>
    through(source, new Tone.Gain(db, 'decibels'));

const highPass: Build = (source) =>
  through(source, new Tone.Filter({ type: 'highpass', frequency: 120, rolloff: -12 }));

const limiter: Build = (source) => through(source, new Tone.Limiter(-12));

const swapped: Build = (source) => {
  const split = new Tone.Split();
  const merge = new Tone.Merge();
  Tone.connect(source, split);
  split.connect(merge, 0, 1);
  split.connect(merge, 1, 0);
  return merge;
};

const robot: Build = (source) => {
  const node = new Tone.Gain(0);
  new Tone.Oscillator(60).connect(node.gain).start(0);
  return through(source, node);
};

const BUILDS: Readonly<Record<string, readonly Build[]>> = {
  Gain: [gain(-6)],
  HighPass: [highPass],
  Limiter: [limiter],
  RobotVoice: [robot],
  ChannelMap: [swapped],
  chain: [highPass, gain(6), swapped, robot, limiter, gain(-6)],
};

/** The same with the nodes of Tone.js, in a context that it makes. */
export function toneRender(subject: string): Render {
  const builds = BUILDS[subject];
  if (!builds) throw new Error(`tone has no ${subject}`);
  return async (seconds) => {
    const context = new Tone.OfflineContext(2, seconds, RATE);
    Tone.setContext(context);
    const source = context.createBufferSource();
    source.buffer = fillWithNoise(context.createBuffer(2, RATE, RATE));
    source.loop = true;
    let last: Tone.OutputNode = source;
    for (const build of builds) last = build(last);
    Tone.connect(last, context.rawContext.destination);
    source.start(0);
    const { rawContext } = context;
    if (!('startRendering' in rawContext)) throw new Error('Tone.js made a context that renders nothing');
    return await rawContext.startRendering();
  };
}
