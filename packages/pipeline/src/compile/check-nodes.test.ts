import { describe, expect, it } from 'vitest';
import { compileManifest } from './check-manifest.ts';
import { check, gainParams, manifest, only, registry } from './small-nodes-contract.ts';

describe('a node type', () => {
  it.each(['Level', 'LevelNode', 'Meter', 'MeterNode'])('is found as %s', (type) => {
    expect(check({ nodes: [{ id: 'a', node_type: type }] }).plan?.nodes[0]?.type).toBe('Level');
  });

  it.each([
    ['Gian', 'Gain'],
    ['gain', 'Gain'],
    ['levelnode', 'Level'],
    ['Metre', 'Level'],
    ['Resampel', 'Resample'],
  ])('%s is unknown, and %s is suggested', (type, suggestion) => {
    const problem = only({ nodes: [{ id: 'a', node_type: type }] });
    expect(problem).toMatchObject({
      severity: 'error',
      code: 'unknown-node-type',
      path: '/nodes/0/node_type',
      suggestion,
    });
    expect(problem.message).toBe(`there is no node type "${type}": did you mean "${suggestion}"?`);
  });

  it('is unknown without suggestion when nothing is like it', () => {
    for (const type of ['Kaleidoscope', '', 'x'.repeat(60_000), '__proto__', 'Node']) {
      expect(only({ nodes: [{ id: 'a', node_type: type }] }).suggestion).toBeUndefined();
    }
  });

  it('that is unknown does not bring other problems after it', () => {
    expect(only(manifest('a:Input b:What c:Level | a>b b>c'), { inputKinds: ['audio'] }).code).toBe(
      'unknown-node-type',
    );
  });
});

describe('parameters', () => {
  it('have defaults, and are undefined where there is none', () => {
    const plan = compileManifest(gainParams(undefined), { registry });
    expect(plan.nodes[0]?.params).toEqual({
      gainDb: 0,
      isMuted: false,
      curve: 'linear',
      perStream: undefined,
      steps: [],
      rate: undefined,
      label: undefined,
    });
  });

  it.each(['gain_db', 'gainDb', 'volume'])('can be called %s', (name) => {
    expect(compileManifest(gainParams({ [name]: -6 }), { registry }).nodes[0]?.params['gainDb']).toBe(-6);
  });

  it('can be JSON text, and null is as if it were not there', () => {
    const plan = compileManifest(gainParams('{"gain_db": null, "is_muted": true}'), { registry });
    expect(plan.nodes[0]?.params).toMatchObject({ gainDb: 0, isMuted: true });
  });

  it.each<[Record<string, unknown>, string, string, string?]>([
    [{ gain_db: 'loud' }, '/gain_db', 'gain_db must be a number from -60 to 60 dB, got "loud"'],
    [{ gainDb: 61 }, '/gainDb', 'gainDb must be a number from -60 to 60 dB, got 61'],
    [{ gain_db: '-6' }, '/gain_db', 'gain_db must be a number from -60 to 60 dB, got "-6"', '-6'],
    [{ is_muted: 'true' }, '/is_muted', 'is_muted must be true or false, got "true"', 'true'],
    [{ is_muted: 1 }, '/is_muted', 'is_muted must be true or false, got 1'],
    [{ curve: 'smooth' }, '/curve', 'curve must be "linear" or "Smooth", got "smooth"', 'Smooth'],
    [{ steps: [1, 2.5] }, '/steps/1', 'steps[1] must be a whole number from 0 to 9, got 2.5'],
    [
      { steps: [1, 2, 3, 4] },
      '/steps',
      'steps must be a list of at most 3 items, each a whole number from 0 to 9, got a list of 4',
    ],
    [{ per_stream: { 'a/b': 2 } }, '/per_stream/a~1b', 'per_stream.a/b must be a number from 0 to 1, got 2'],
    [
      { per_stream: { a: 1, b: 1, c: 1 } },
      '/per_stream',
      'per_stream must be an object of at most 2 members, each a number from 0 to 1, got an object',
    ],
    [{ rate: 'fast' }, '/rate', 'rate must be a whole number from 1 to 9 Hz, or "auto", got "fast"'],
    [{ label: 'abcdef' }, '/label', 'label must be text of at most 5 characters, got "abcdef"'],
    [{ label: ['x'.repeat(99)] }, '/label', 'label must be text of at most 5 characters, got a list of 1'],
  ])('are held against the schema: %j', (params, path, message, suggestion) => {
    const problem = only(gainParams(params));
    expect(problem).toMatchObject({ severity: 'error', code: 'bad-param', path: `/nodes/0/params${path}`, message });
    expect(problem.suggestion).toBe(suggestion);
  });

  it('that nobody knows are told, with the nearest name, and ignored', () => {
    const { plan, problems } = check(gainParams({ gian_db: 3, smell: 1 }));
    expect(plan?.nodes[0]?.params['gainDb']).toBe(0);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        code: 'unknown-param',
        path: '/nodes/0/params/gian_db',
        message: 'Gain has no parameter "gian_db", so it is ignored: did you mean "gain_db"?',
        suggestion: 'gain_db',
      },
      {
        message:
          'Gain has no parameter "smell", so it is ignored: it has gain_db, is_muted, curve, per_stream, steps, rate, label',
      },
    ]);
  });

  it('cannot be given under two names', () => {
    expect(only(gainParams({ gain_db: 1, volume: 2 }))).toMatchObject({
      code: 'bad-param',
      path: '/nodes/0/params/volume',
    });
  });
});
