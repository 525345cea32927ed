import { expect } from 'vitest';
import type { ManifestProblem } from '../manifest/manifest-problem.ts';
import { type AnyNodeDefinition, defineNode, type KnownFormat } from '../node/node-definition.ts';
import { param } from '../node/param.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import { type CheckedManifest, type CheckOptions, checkManifest } from './check-manifest.ts';

const create = () => ({ process: () => {} });
const audio = { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } } as const;
const nodes: readonly AnyNodeDefinition[] = [
  defineNode({
    type: 'Input',
    about: '',
    params: {},
    ports: { inputs: { in: 'any' }, outputs: { out: 'same' } },
    isRealtime: true,
    create,
  }),
  defineNode({
    type: 'Gain',
    about: '',
    params: {
      gainDb: param.number({ about: '', min: -60, max: 60, unit: 'dB', default: 0, aliases: ['volume'] }),
      isMuted: param.boolean({ about: '', default: false }),
      curve: param.choice(['linear', 'Smooth'], { about: '', default: 'linear' }),
      perStream: param.record(param.number({ about: '', min: 0, max: 1 }), { about: '', maxEntries: 2 }),
      steps: param.list(param.integer({ about: '', min: 0, max: 9 }), { about: '', maxItems: 3, default: [] }),
      rate: param.either(
        param.integer({ about: '', min: 1, max: 9, unit: 'Hz' }),
        param.choice(['auto'], { about: '' }),
        { about: '' },
      ),
      label: param.text({ about: '', maxLength: 5 }),
    },
    ports: audio,
    isRealtime: true,
    create,
  }),
  defineNode({
    type: 'Level',
    aliases: ['Meter'],
    about: '',
    params: {},
    ports: { inputs: { in: ['audio'] }, outputs: { events: ['json'] } },
    create,
  }),
  defineNode({
    type: 'Voice',
    about: '',
    params: {},
    ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'], events: ['json'] } },
    assets: { model: 'bytes' },
    isRealtime: true,
    hosts: ['worker'],
    create,
  }),
  defineNode({
    type: 'Words',
    about: '',
    params: {},
    ports: { inputs: { in: ['text', 'json'] }, outputs: { out: ['text'] } },
    create,
  }),
  defineNode({ type: 'Tone', about: '', params: {}, ports: { inputs: {}, outputs: { out: ['audio'] } }, create }),
  defineNode({
    type: 'Resample',
    about: '',
    params: { targetRate: param.integer({ about: '', min: 8000, max: 96_000, default: 16_000 }) },
    ports: audio,
    audioFormat: ({ targetRate }, { channelCount }): KnownFormat => ({ sampleRate: targetRate, channelCount }),
    create,
  }),
  defineNode({
    type: 'Stereo',
    about: '',
    params: {},
    ports: audio,
    audioFormat: (_params, format) => {
      if (format.channelCount === 3) throw new Error('three is a crowd');
      return format.channelCount === 1
        ? { conflict: 'it wants 2 channels, not 1: put a ChannelMap before it' }
        : format;
    },
    create,
  }),
  defineNode({
    type: 'Duck',
    about: '',
    params: {},
    ports: { inputs: { in: ['audio'], context: ['json'] }, outputs: { out: ['audio'] } },
    create,
  }),
];
/** A registry of small nodes that do nothing, one for each thing that can go wrong. */
export const registry: NodeRegistry = new NodeRegistry(nodes);

/** A manifest of ids, types and arrows: `a:Gain b:Level | a>b`. */
export function manifest(text: string): object {
  const [left = '', right = ''] = text.split('|');
  const words = (part: string): string[] => part.trim().split(/\s+/).filter(Boolean);
  return {
    nodes: words(left).map((word) => ({ id: word.split(':')[0], node_type: word.split(':')[1] })),
    connections: words(right).map((word) => {
      const [from = '', to = ''] = word.split('>');
      const [[fromId, from_port], [toId, to_port]] = [from.split('.'), to.split('.')];
      return { from: fromId, to: toId, ...(from_port ? { from_port } : {}), ...(to_port ? { to_port } : {}) };
    }),
  };
}

/** Checks with these nodes. */
export function check(source: unknown, options: Partial<CheckOptions> = {}): CheckedManifest {
  return checkManifest(source, { registry, ...options });
}

/** The only problem that there is. */
export function only(source: unknown, options: Partial<CheckOptions> = {}): ManifestProblem {
  const { problems } = check(source, options);
  expect(problems).toHaveLength(1);
  return problems[0] as ManifestProblem;
}

/** A manifest of one gain. */
export function gainParams(params: unknown): object {
  return { nodes: [{ id: 'a', node_type: 'Gain', params }] };
}
