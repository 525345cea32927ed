import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { param } from '../../node/param.ts';
import { voiceParams } from './voice-params.ts';

const params = {
  ...voiceParams({ minSpeechMs: 250, minSilenceMs: 100 }),
  samplingRate: param.choice([16_000, 8000], {
    about: 'Rate that the model works at, in Hz, fixed once the node works; the sound may have any.',
    default: 16_000,
  }),
  emitIntervalMs: param.number({
    about: 'How often an event is told although nothing begins or ends; 0 for each 32 ms.',
    default: 0,
    min: 0,
    max: 60_000,
    unit: 'ms',
  }),
};

/** Hears when somebody speaks, with the model Silero VAD. */
export const sileroVad: AnyNodeDefinition = defineNode({
  type: 'SileroVAD',
  about:
    'Hears when somebody speaks, by the probability that the model Silero VAD (version 5) gives each 32 ms, and tells it ' +
    'in events. The sound passes as it is. The package @remotemedia/models has the model and what runs it.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'], events: ['json'] } },
  hosts: ['worker', 'node', 'inline'],
  assets: { onnxruntime: 'url', onnxruntimeWasm: 'bytes', sileroModel: 'bytes' },
  create: async (values, context) => {
    const { openSileroNode } = await import('./silero-node.ts');
    return await openSileroNode(values, context);
  },
});
