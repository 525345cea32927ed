import { type Schema, Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../data/json/seeded-random-contract.ts';
import { defineNode } from '../node/node-definition.ts';
import { param } from '../node/param.ts';
import { builtinNodes } from '../nodes/index.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import { checkManifest } from './check-manifest.ts';
import { manifestSchema } from './manifest-schema.ts';

const registry = new NodeRegistry(builtinNodes);

function validator(of: NodeRegistry): Validator {
  const schema: Schema = JSON.parse(JSON.stringify(manifestSchema(of)));
  return new Validator(schema, '2020-12');
}

const validates = validator(registry);

/** A manifest with one node. */
function one(node: object): object {
  return { version: 'v1', nodes: [{ id: 'a', ...node }], connections: [] };
}

describe('the JSON Schema of manifests', () => {
  it.each<[string, object]>([
    ['a node of each name', one({ node_type: 'Gain' })],
    ['the name that upstream has', one({ node_type: 'AudioLevelNode' })],
    ['an alias', one({ node_type: 'AudioResample' })],
    ['parameters in snake_case', one({ node_type: 'AudioLevel', params: { silence_threshold_db: -50 } })],
    ['parameters in camelCase', one({ node_type: 'AudioLevel', params: { silenceThresholdDb: -50 } })],
    ['parameters as text', one({ node_type: 'AudioLevel', params: '{}' })],
    ['members of upstream', { ...one({ node_type: 'Gain', runtime_hint: 'auto' }), python_env: {} }],
    [
      'connections with ports',
      { ...one({ node_type: 'Gain' }), connections: [{ from: 'a', to: 'b', from_port: 'out' }] },
    ],
  ])('takes %s', (_what, manifest) => {
    expect(validates.validate(manifest)).toMatchObject({ valid: true });
  });

  it.each<[string, unknown]>([
    ['no object', []],
    ['no nodes', { version: 'v1' }],
    ['a node without id', { nodes: [{ node_type: 'Gain' }] }],
    ['a node without type', { nodes: [{ id: 'a' }] }],
    ['a type that is unknown', one({ node_type: 'Gian' })],
    ['a type that only ends like one', one({ node_type: 'MyGain' })],
    ['a parameter of the wrong type', one({ node_type: 'AudioLevel', params: { silence_threshold_db: 'low' } })],
    ['the same under its other name', one({ node_type: 'AudioLevelNode', params: { silenceThresholdDb: 'low' } })],
    ['a parameter out of range', one({ node_type: 'AudioLevel', params: { silence_threshold_db: 1e6 } })],
    ['a connection to nowhere', { ...one({ node_type: 'Gain' }), connections: [{ from: 'a' }] }],
    ['257 nodes', { nodes: Array.from({ length: 257 }, (_each, i) => ({ id: `n${i}`, node_type: 'Gain' })) }],
  ])('refuses %s', (_what, manifest) => {
    expect(validates.validate(manifest)).toMatchObject({ valid: false });
    expect(checkManifest(manifest, { registry }).plan).toBeUndefined();
  });

  it('knows the nodes of the application', () => {
    const rateHz = param.number({ about: 'How often.', default: 5, min: 0.1, max: 20, unit: 'Hz', aliases: ['speed'] });
    const tremolo = defineNode({
      type: 'TremoloNode',
      about: 'Makes the sound swell.',
      params: { rateHz },
      ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
      create: () => ({ process: () => {} }),
    });
    const more = validator(registry.with([tremolo]));
    expect(more.validate(one({ node_type: 'Tremolo', params: { rate_hz: 5 } })).valid).toBe(true);
    expect(more.validate(one({ node_type: 'TremoloNode', params: { speed: 50 } })).valid).toBe(false);
    expect(JSON.stringify(manifestSchema(registry.with([tremolo])))).toContain('"How often. Unit: Hz."');
  });

  it('offers each parameter once, with its default and its description', () => {
    const rules = JSON.stringify(manifestSchema(registry));
    for (const { params } of builtinNodes) {
      for (const { schema } of Object.values(params))
        expect(rules).toContain(JSON.stringify(schema.description).slice(1, -1));
    }
  });

  it('agrees with the check about parameters of every node, good and bad', () => {
    const random = new SeededRandom(11);
    const values = [0, 1, -1, 0.5, 1e9, -1e9, true, 'auto', 'x', '', [], [1], ['a'], {}, { a: 1 }, { a: 'x' }];
    for (let round = 0; round < 2000; round += 1) {
      const { type, params } = random.pick(builtinNodes);
      const names = Object.keys(params);
      if (names.length === 0) continue;
      const manifest = one({ node_type: type, params: { [random.pick(names)]: random.pick(values) } });
      const { problems } = checkManifest(manifest, { registry });
      expect({ manifest, valid: validates.validate(manifest).valid }).toEqual({
        manifest,
        valid: !problems.some(({ severity }) => severity === 'error'),
      });
    }
  });
});
