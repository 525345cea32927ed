// Nodes of an application, loaded into the audio thread and into workers by the tests of attached pipelines.
import { AudioBlock } from '../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode } from '../node/node-definition.ts';
import { provideNodes } from '../node/provided-nodes.ts';

const AUDIO = { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } } as const;

/** Halves the sound, on the audio thread. */
const half = defineNode({
  type: 'Half',
  about: 'Halves the sound.',
  params: {},
  ports: AUDIO,
  isRealtime: true,
  create: (_, { emit }) => ({
    process: (item) => {
      if (item.kind !== 'audio') return;
      const block = item.copy();
      for (const plane of block.channels) for (let at = 0; at < plane.length; at += 1) plane[at] = (plane[at] ?? 0) / 2;
      emit(block);
    },
  }),
});

/** Halves the sound as well, but cannot be on the audio thread. */
const slowHalf = defineNode({
  type: 'SlowHalf',
  about: 'Halves the sound in its own time.',
  params: {},
  ports: AUDIO,
  create: async (_, { emit }) => ({
    process: async (item) => {
      await Promise.resolve();
      if (item.kind !== 'audio') return;
      const channels = item.channels.map((plane) => plane.slice(0, item.frames).map((sample) => sample / 2));
      emit(new AudioBlock(item.sampleRate, channels, item.frames, item.timestampUs, item.streamId));
    },
  }),
});

/** Tells how long the blocks are that it gets, and where it is. */
const lengths = defineNode({
  type: 'Lengths',
  about: 'Tells how long blocks are.',
  params: {},
  ports: { inputs: { in: ['audio'] }, outputs: { events: ['json'] } },
  create: async (_, { emit, host }) => ({
    process: (item) => {
      if (item.kind === 'audio') emit({ kind: 'json', value: { host, ms: item.durationUs / 1000 } });
    },
  }),
});

/** Hands sound on, and crashes its thread a moment later. */
const crash = defineNode({
  type: 'Crash',
  about: 'Crashes its thread.',
  params: {},
  ports: AUDIO,
  create: async (_, { emit }) => {
    setTimeout(() => {
      throw new Error('boom');
    }, 300);
    return { process: (item) => emit(item) };
  },
});

/** All of them. */
export const customNodes: readonly AnyNodeDefinition[] = [half, slowHalf, lengths, crash];

provideNodes(customNodes);
