import { describe, expect, it } from 'vitest';
import { ManifestError } from '../manifest/manifest-error.ts';
import { compileManifest } from './check-manifest.ts';
import { check, gainParams, manifest, registry } from './small-nodes-contract.ts';

describe('a plan', () => {
  it('has givers before receivers, whatever the order of the manifest', () => {
    const { plan, problems } = check(manifest('c:Level a:Input b:Gain | b>c a>b'));
    expect(problems).toEqual([]);
    expect(plan).toMatchObject({
      nodes: [
        { id: 'a', type: 'Input', isEntry: true, isExit: false, edges: [{ to: 1, toPort: 'in', kinds: ['audio'] }] },
        { id: 'b', type: 'Gain', isEntry: false, isExit: false, edges: [{ to: 2, toPort: 'in', kinds: ['audio'] }] },
        { id: 'c', type: 'Level', isEntry: false, isExit: true, edges: [] },
      ],
    });
  });

  it('is plain data, with the name of the manifest, files, and whether the audio thread can run it', () => {
    const source = { metadata: { name: 'x' }, ...manifest('a:Voice b:Input | a>b') };
    const plan = compileManifest(source, { registry });
    expect(plan).toMatchObject({ name: 'x', assets: ['model'], isRealtime: false });
    expect(structuredClone(plan)).toEqual(plan);
    expect(compileManifest(manifest('a:Gain b:Input | a>b'), { registry }).isRealtime).toBe(true);
  });

  it('has the ports that connections name', () => {
    const { plan } = check(manifest('v:Voice d:Duck | v.out>d v.events>d.context'));
    expect(plan?.nodes[0]?.edges).toEqual([
      { to: 1, toPort: 'in', fromPort: 'out', kinds: ['audio'] },
      { to: 1, toPort: 'context', fromPort: 'events', kinds: ['json'] },
    ]);
  });

  it('gives no input to a node that takes none', () => {
    const { plan } = check(manifest('t:Tone l:Level | t>l'));
    expect(plan?.nodes[0]).toMatchObject({ isEntry: false, isExit: false });
  });

  it('is empty where there are no nodes, with a warning that nothing will come', () => {
    const { plan, problems } = check({ nodes: [], connections: [] });
    expect(plan?.nodes).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'warning', code: 'no-nodes', path: '/nodes' }]);
  });

  it('shares nothing with what it was made of', () => {
    const params = { steps: [1] };
    const plan = compileManifest(gainParams(params), { registry });
    params.steps.push(2);
    expect(plan.nodes[0]?.params['steps']).toEqual([1]);
  });
});

describe('all problems', () => {
  const text = [
    'nodes:',
    '  - id: in',
    '    node_type: Inptu',
    '  - id: gain',
    '    node_type: Gain',
    '    params:',
    '      gain_db: loud # too',
    '      volme: 1',
    'conections: []',
    'connections:',
    '  - {from: in, to: gain}',
    '  - {from: gain, to: nowhere}',
  ].join('\n');

  it('are found in one pass, in the order of the text, with their places', () => {
    const { plan, problems } = check(text);
    expect(plan).toBeUndefined();
    expect(problems.map(({ code, position }) => [code, position?.line, position?.column, position?.length])).toEqual([
      ['unknown-node-type', 3, 16, 5],
      ['bad-param', 7, 16, 4],
      ['unknown-param', 8, 7, 5],
      ['unknown-id', 12, 22, 7],
    ]);
    for (const { position } of problems) expect(position?.offset).toBeLessThan(text.length);
  });

  it('are thrown at once by compileManifest', () => {
    const run = () => compileManifest(text, { registry });
    expect(run).toThrow(ManifestError);
    expect(run).toThrow(
      /there is no node type "Inptu": did you mean "Input"\? \(line 3, \/nodes\/0\/node_type\); gain_db must/,
    );
  });

  it('are bounded in number, and the rest is counted', () => {
    const { problems } = check({
      nodes: Array.from({ length: 256 }, (_each, index) => ({ id: `n${index}`, node_type: 'Q' })),
      connections: [],
    });
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)?.message).toBe('157 more problems are not listed: mend these first');
  });

  it('have messages without line breaks or the whole of a long text', () => {
    const long = `${'x'.repeat(500)}\n${'y'.repeat(500)}`;
    const { problems } = check({
      nodes: [{ id: 'a', node_type: long, params: 5 }],
      connections: [{ from: long, to: long }],
    });
    expect(problems.length).toBeGreaterThan(2);
    for (const { message } of problems) expect(message).toMatch(/^.{1,300}$/);
  });
});
