import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { param } from '../../node/param.ts';
import { Mixer } from './mixer.ts';

const params = {
  mode: param.choice(['mix', 'mix-minus'], {
    about:
      'mix: one sum of all. mix-minus: for each stream the sum of all others, marked with the id of that stream, so ' +
      'that nobody hears themselves. A node that gives no stream id counts as a stream named after it.',
    default: 'mix',
  }),
  gainsDb: param.record(param.number({ about: 'How much louder; −120 is silence.', min: -120, max: 40, unit: 'dB' }), {
    about: 'Gain of each input, by stream id, else by the id of the node that gives it. Absent: 0 dB.',
    default: {},
    maxEntries: 256,
  }),
  inputs: param.integer({
    about:
      'How many inputs it waits for at the start, max_wait_ms at most. Absent: until one of them gives its second block.',
    min: 1,
    max: 64,
  }),
  align: param.choice(['arrival', 'timestamp'], {
    about:
      'What is mixed with what: sound that comes at the same time, or sound of the same timestamp, for inputs of one clock.',
    default: 'arrival',
  }),
  maxWaitMs: param.integer({
    about: 'How long the others wait for an input that gives nothing; then it is silent until it gives again.',
    default: 60,
    min: 0,
    max: 5000,
    unit: 'ms',
  }),
  forgetMs: param.integer({
    about: 'An input that gives nothing for so long has left; what it would hear is not made any more.',
    default: 10_000,
    min: 100,
    max: 600_000,
    unit: 'ms',
  }),
  channels: param.integer({
    about: 'Channels of the output, mixed by the rules of Web Audio. Absent: as many as the input with the most has.',
    min: 1,
    max: 8,
  }),
  softClip: param.boolean({
    about:
      'Whether what is above 0.8 is bent, so that nothing reaches 1. Without it sums are exact, and may be above 1.',
    default: false,
  }),
};

/** Adds the sound of several inputs. */
export const audioMixer: AnyNodeDefinition = defineNode({
  type: 'AudioMixer',
  aliases: ['Mixer'],
  about:
    'Adds sounds: of the nodes that lead to it, and of the streams that share a connection. All have one sample rate; put ' +
    'FastResample before it where they differ. At most 64 inputs.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  audioFormat: ({ channels }, input) => ({ ...input, channelCount: channels ?? input.channelCount }),
  create: (values, context) => new Mixer(values, context),
});
