import { describe, expect, it, vi } from 'vitest';
import { MANIFEST_LIMITS } from '../manifest/limits.ts';
import { builtinNodes } from '../nodes/index.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import { checkManifest } from './check-manifest.ts';

const registry = new NodeRegistry(builtinNodes);
const SIZE = MANIFEST_LIMITS.textLength;

/** The messages of a manifest that must be refused. */
function reasons(source: unknown): string[] {
  const { plan, problems } = checkManifest(source, { registry });
  expect(plan).toBeUndefined();
  expect(problems.length).toBeLessThanOrEqual(MANIFEST_LIMITS.problems);
  for (const { message } of problems) expect(message.length).toBeLessThan(1200);
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

function chain(length: number): { nodes: object[]; connections: { from: string; to: string }[] } {
  const nodes = Array.from({ length }, (_each, index) => ({ id: `n${index}`, node_type: 'PassThrough' }));
  const connections = nodes.slice(1).map((_each, index) => ({ from: `n${index}`, to: `n${index + 1}` }));
  return { nodes, connections };
}

describe('a manifest that is too much', () => {
  it('of 10,000 nodes is refused, and none of them is looked at', () => {
    const find = vi.spyOn(registry, 'find');
    const reason = 'a manifest has at most 256 nodes, this one has 10000';
    expect(reasons(chain(10_000))).toContain(reason);
    expect(reasons({ nodes: Array.from({ length: 10_000 }, () => 1) })).toEqual([reason]);
    expect(reasons(`nodes: [${'1,'.repeat(10_000)}]`)).toEqual([reason]);
    expect(reasons(`x: &a [${'1,'.repeat(5_000)}]\nnodes: *a`)[0]).toMatch(/this one has 5000/);
    expect(reasons(JSON.stringify(chain(10_000)))).toEqual(['a manifest has at most 50000 words and signs']);
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });

  it('of 10,000 connections is refused', () => {
    const { nodes } = chain(2);
    const connections = Array.from({ length: 5_000 }, () => ({ from: 'n0', to: 'n1' }));
    expect(reasons({ nodes, connections })).toEqual(['a manifest has at most 1024 connections, this one has 5000']);
  });

  it('within the limits is a plan, however long its chain', () => {
    const { plan, problems } = checkManifest(chain(256), { registry });
    expect(problems).toEqual([]);
    expect(plan?.nodes).toHaveLength(256);
  });

  it('whose branches part and meet again at each step is refused before they are walked', () => {
    const nodes = Array.from({ length: 256 }, (_each, index) => ({ id: `n${index}`, node_type: 'PassThrough' }));
    const connections = nodes.slice(0, 254).flatMap(({ id }, index) => {
      const next = 2 * Math.floor(index / 2) + 2;
      return [next, next + 1].map((to) => ({ from: id, to: `n${to}` }));
    });
    const [reason, ...others] = reasons({ nodes, connections });
    expect(reason).toMatch(/^one item can reach "n26" in more than 4096 ways/);
    expect(others).toEqual([]);
    const joined = { nodes: nodes.slice(0, 24), connections: connections.slice(0, 44) };
    expect(checkManifest(joined, { registry }).plan?.nodes).toHaveLength(24);
  });

  it('that is one cycle of all nodes is refused with their names', () => {
    const { nodes, connections } = chain(256);
    const cycle = checkManifest({ nodes, connections: [...connections, { from: 'n255', to: 'n0' }] }, { registry });
    expect(cycle.plan).toBeUndefined();
    expect(cycle.problems).toHaveLength(1);
    expect(cycle.problems[0]?.nodeIds).toHaveLength(256);
    expect(cycle.problems[0]?.message).toMatch(
      /^the nodes "n0", "n1", .* and 236 more form a cycle \(n0 → n1 → .* → …\)/,
    );
  });

  it('with as many connections as there may be, each closing cycles, is refused', () => {
    const nodes = chain(33).nodes;
    const connections = nodes.flatMap((_from, from) =>
      nodes.flatMap((_to, to) => (from === to ? [] : [{ from: `n${from}`, to: `n${to}` }])),
    );
    expect(reasons({ nodes, connections: connections.slice(0, MANIFEST_LIMITS.connections) })).toHaveLength(1);
  });

  it.each<[string, unknown, RegExp]>([
    ['a parameter of 100,000 characters', { a: 'x'.repeat(100_000) }, /at most 65536 characters, this one has 100000/],
    ['a list of 100,000 numbers', { a: new Array(100_000).fill(0) }, /at most 20000 values/],
    ['a list of a thousand million holes', { a: new Array(1e9) }, /at most 20000 values|what JSON can say/],
    [
      '100,000 parameters',
      Object.fromEntries(Array.from({ length: 100_000 }, (_each, i) => [`p${i}`, 1])),
      /20000 values/,
    ],
    ['a name of 100,000 characters', { ['x'.repeat(100_000)]: 1 }, /at most 65536 characters/],
    ['JSON text of 100,000 brackets', '['.repeat(100_000), /at most 65536 characters/],
    ['JSON text of 30,000 closed brackets', '['.repeat(30_000) + ']'.repeat(30_000), /32 deep, and no deeper/],
  ])('has %s', (_what, params, reason) => {
    const found = reasons({ nodes: [{ id: 'a', node_type: 'PassThrough', params }] });
    expect(found[0]).toMatch(reason);
  });
});

describe('an object that is no manifest', () => {
  it('without end is left at the depth that there may be', () => {
    let reads = 0;
    const endless: object = new Proxy(
      {},
      {
        get: (_target, key) => {
          reads += 1;
          return key === 'toJSON' ? undefined : endless;
        },
        ownKeys: () => ['a', 'b'],
        getOwnPropertyDescriptor: () => ({ value: endless, enumerable: true, configurable: true }),
      },
    );
    expect(reasons(endless).join()).toMatch(/32 deep|20000 values/);
    expect(reads).toBeLessThan(2 * MANIFEST_LIMITS.values);
  });

  it('that contains itself is refused', () => {
    const round: { nodes?: unknown } = {};
    round.nodes = [round];
    expect(reasons(round).join()).toMatch(/32 deep/);
  });

  it.each<[string, unknown, RegExp]>([
    ['a number', 5, /got 5/],
    ['undefined', undefined, /got undefined$/],
    ['a date', { nodes: [new Date()] }, /an object of a class/],
    ['a map', new Map(), /an object of a class/],
    ['a function', { nodes: () => [] }, /got function(,|$)/],
    [
      'a function that will not be told',
      Object.assign(() => [], {
        toString: () => {
          throw new Error('no');
        },
      }),
      /got function(,|$)/,
    ],
    ['a number that JSON has not', { nodes: [], x: Number.NaN }, /got number NaN/],
    ['a bigint', { nodes: [], x: 5n }, /got bigint 5/],
    ['a symbol', { nodes: [], x: Symbol('s') }, /got symbol/],
    [
      'a getter that throws',
      Object.defineProperty({}, 'nodes', {
        enumerable: true,
        get: () => {
          throw new Error('no');
        },
      }),
      /an object of a class/,
    ],
    ['a proxy that was revoked', revoked(), /an object of a class/],
  ])('%s is refused', (_what, source, reason) => {
    expect(reasons(source).join()).toMatch(reason);
  });

  it('cannot reach a prototype', () => {
    const text = '{"nodes": [{"id": "a", "node_type": "PassThrough", "params": {"__proto__": {"polluted": 1}}}]}';
    for (const source of [text, JSON.parse(text), text.replace('__proto__', 'constructor')]) {
      expect(reasons(source)[0]).toMatch(/cannot be a name: JavaScript keeps it for itself/);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const ids = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const nodes = ids.map((id) => ({ id, node_type: 'PassThrough' }));
    const connections = [
      { from: '__proto__', to: 'constructor' },
      { from: 'toString', to: 'hasOwnProperty' },
    ];
    const { plan, problems } = checkManifest({ nodes, connections }, { registry });
    expect(problems).toEqual([]);
    expect(plan?.nodes.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('finds no type, port or parameter that objects have of themselves', () => {
    for (const word of ['toString', 'valueOf', 'hasOwnProperty']) {
      expect(reasons({ nodes: [{ id: 'a', node_type: word }] })[0]).toMatch(/there is no node type/);
      const nodes = [
        { id: 'a', node_type: 'PassThrough' },
        { id: 'b', node_type: 'PassThrough' },
      ];
      expect(reasons({ nodes, connections: [{ from: 'a', to: 'b', from_port: word }] })[0]).toMatch(/has no output/);
      const { problems } = checkManifest({ nodes: [{ ...nodes[0], params: { [word]: 1 } }] }, { registry });
      expect(problems).toMatchObject([{ code: 'unknown-param' }]);
    }
  });
});

describe('a text that is no manifest', () => {
  // Nine to the power of ten values: no machine could hold them if they were ever written out.
  const laughs = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x]',
    ...Array.from({ length: 10 }, (_each, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`),
  ];
  const manyAliases = `a: &a 1\nnodes: [${'*a,'.repeat(200)}]`;
  const nested = (open: string, levels: number): string => open.repeat(levels);

  it.each<[string, string, RegExp]>([
    ['a thousand million laughs', `${laughs.join('\n')}\nnodes: []`, /at most 20000 values altogether/],
    ['laughs in a list of nodes', `${laughs.slice(0, 8).join('\n')}\nnodes: *a7`, /at most 20000 values altogether/],
    ['many aliases of little', manyAliases, /at most 100 aliases/],
    ['aliases that stack up levels', stacked(), /32 deep/],
    ['more than a mebibyte', ' '.repeat(SIZE + 1), /at most 1048576 characters, this one has 1048577/],
    ['a mebibyte of opening brackets', nested('[', SIZE), /32 deep/],
    ['a mebibyte of opening braces', nested('{a: ', SIZE / 4), /32 deep/],
    ['a mebibyte of dashes', nested('- ', SIZE / 2), /32 deep/],
    ['a mebibyte of question marks', nested('? ', SIZE / 2), /32 deep/],
    ['a mebibyte of colons', nested(': ', SIZE / 2), /32 deep/],
    [
      'lines that go in further and further',
      Array.from({ length: 1300 }, (_each, i) => `${' '.repeat(i)}a:`).join('\n'),
      /32 deep/,
    ],
    ['a mebibyte of empty lines', '\n'.repeat(SIZE), /words and signs/],
    ['a mebibyte of comments', '#\n'.repeat(SIZE / 2), /words and signs/],
    ['a mebibyte of documents', '---\n'.repeat(SIZE / 4), /words and signs/],
    ['a mebibyte of anchors', '&a '.repeat(SIZE / 3), /words and signs/],
    ['a mebibyte of tags', '!a '.repeat(SIZE / 3), /words and signs/],
    ['a mebibyte of names', Array.from({ length: 80_000 }, (_each, i) => `k${i}: 1`).join('\n'), /words and signs/],
    ['a mebibyte of one word', 'x'.repeat(SIZE), /at most 65536 characters/],
    ['a mebibyte of quotes', '"'.repeat(SIZE), /words and signs|neither YAML nor JSON/],
    ['a mebibyte in an open quote', `"${' \n'.repeat(SIZE / 2 - 1)}`, /neither YAML nor JSON|words and signs/],
    ['a mebibyte of null characters', '\0'.repeat(SIZE), /at most 65536 characters/],
    ['a mebibyte of brackets that close', ']'.repeat(SIZE), /neither YAML nor JSON|words and signs/],
    ['a mebibyte of block signs', '>'.repeat(SIZE), /neither YAML nor JSON/],
    ['a mebibyte of directives', '%A\n'.repeat(SIZE / 3), /words and signs|neither YAML nor JSON/],
    ['a level too many, exactly', `nodes: ${nested('[', 32)}${nested(']', 32)}`, /32 deep/],
  ])('of %s is refused', (_what, text, reason) => {
    expect(reasons(text)[0]).toMatch(reason);
  });

  it('may be as deep as there can be levels', () => {
    const text = `nodes: []\nx: ${nested('[', 31)}${nested(']', 31)}`;
    expect(checkManifest(text, { registry }).problems.map(({ code }) => code)).toEqual(['no-nodes']);
    const block = `nodes: []\nx:\n${Array.from({ length: 30 }, (_each, i) => `${' '.repeat(i + 1)}a:`).join('\n')} 1`;
    expect(checkManifest(block, { registry }).problems.map(({ code }) => code)).toEqual(['no-nodes']);
  });

  it('says where it stopped to read', () => {
    const { problems } = checkManifest(`nodes:\n  ${nested('[', 5000)}`, { registry });
    expect(problems).toMatchObject([{ code: 'too-large', position: { line: 2 } }]);
  });
});

function stacked(): string {
  const levels = Array.from({ length: 20 }, (_each, i) => `a${i + 1}: &a${i + 1} [[*a${i}]]`);
  return ['a0: &a0 [[1]]', ...levels, 'nodes: []'].join('\n');
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
