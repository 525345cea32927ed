import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { param } from '../../node/param.ts';
import { SoundNode } from '../audio/sound-node.ts';
import { SuppressionStream } from './suppression-stream.ts';

const params = {
  mix: param.number({
    about:
      'How much of the sound comes without its noise; the rest stays as it is. 0.9 leaves noise that is 20 dB weaker.',
    default: 1,
    min: 0,
    max: 1,
  }),
  vadThreshold: param.number({
    about: 'Probability of a voice below which nothing comes through at all, 200 ms after the last voice; 0 never.',
    default: 0,
    min: 0,
    max: 1,
  }),
};

/** Takes noise out of speech. */
export const noiseSuppression: AnyNodeDefinition = defineNode({
  type: 'NoiseSuppression',
  about:
    'Takes noise out of speech with RNNoise, each channel for itself, at any rate. ' +
    'It delays by 20 ms at 48 kHz and by up to 25 ms at others; music suffers.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  assets: { rnnoise: 'module' },
  create: (values, context) => {
    const module = context.asset('rnnoise');
    return new SoundNode(values, (now) => new SuppressionStream(module, now, context.emit), context.emit);
  },
});
