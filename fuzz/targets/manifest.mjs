import { isDeepStrictEqual } from 'node:util';
import { checkManifest } from '../../packages/pipeline/src/compile/check-manifest.ts';
import { MANIFEST_LIMITS } from '../../packages/pipeline/src/manifest/limits.ts';
import { parseManifest } from '../../packages/pipeline/src/manifest/parse-manifest.ts';
import { builtinNodes } from '../../packages/pipeline/src/nodes/index.ts';
import { NodeRegistry } from '../../packages/pipeline/src/registry/node-registry.ts';
import { jsonMutant } from '../lib/structured.mjs';

const registry = new NodeRegistry(builtinNodes);

/** Nodes of a seed: more of them find no more, and take longer. */
const GROUP = 4;

/** Every node with all of its parameters, some at a time. */
const GROUPS = builtinNodes.flatMap((_node, start) => (start % GROUP === 0 ? [group(start)] : []));

function group(start) {
  const definitions = builtinNodes.slice(start, start + GROUP);
  const nodes = definitions.map(({ type, params }) => {
    const defaults = Object.entries(params).map(([name, { schema }]) => [name, schema.default ?? null]);
    return { id: type, node_type: type, params: Object.fromEntries(defaults) };
  });
  return {
    version: 'v1',
    metadata: { name: 'some' },
    nodes: [{ id: 'in', node_type: 'Input' }, ...nodes],
    connections: nodes.map(({ id }) => ({ from: 'in', to: id, to_port: 'in' })),
  };
}

const VOICE = {
  nodes: [
    { id: 'a', node_type: 'Input' },
    { id: 'b', node_type: 'Gain', params: { gain_db: -6 } },
    { id: 'c', node_type: 'AudioLevelNode', params: '{"silence_threshold_db":-50}' },
    { id: 'd', node_type: 'AudioMixer', params: { mode: 'mix-minus' } },
  ],
  connections: [
    { from: 'a', to: 'b', from_port: 'out' },
    { from: 'b', to: 'c' },
    { from: 'b', to: 'd', to_port: 'in' },
    { source: 'a', destination: 'd' },
  ],
};
const BLOCK = [
  'x: &p { gain_db: -3 }  # kept',
  'nodes:',
  '- {id: in, node_type: Input}',
  '- id: g',
  '  node_type: "Gain"',
  '  params: *p',
  "- id: 'o'",
  '  node_type: >-',
  '    Output',
  'connections:',
  '- {from: in, to: g}',
  '- from: g',
  '  to: o',
  '',
].join('\n');
const VALUES = [VOICE, ...GROUPS];
/** By Vite, which makes one file of all this somewhere else. */
const FIXTURES = Object.values(
  import.meta.glob('../../packages/pipeline/src/manifest/fixtures/*', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

const WORDS = [
  ...['nodes:\n', 'connections:\n', '- id: a\n', '  node_type: Gain\n', '  params:\n', '- {from: a, to: b}\n', 'to: '],
  ...[
    '"params":',
    '"id":',
    '"from":',
    '"to_port":',
    '"out"',
    '&a ',
    '*a',
    '<<: ',
    '? ',
    '- ',
    '!!binary ',
    '!x ',
    '|\n',
  ],
  ...[
    '>-\n',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '.nan',
    '.inf',
    '0x10',
    '0o7',
    '~',
    "'",
    '"',
    '# ',
    '\t',
    '[[[[',
    '{{{{',
  ],
  ...builtinNodes.map(({ type }) => type),
];

/** What is the rule for every text: a plan or errors, never both or neither, and nothing that leads out of bounds. */
function run(text) {
  const { plan, problems } = checkManifest(text, { registry });
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  if ((plan === undefined) !== hasErrors) throw new Error(hasErrors ? 'a plan with errors' : 'no plan, and no errors');
  if (problems.length > MANIFEST_LIMITS.problems) throw new Error(`${problems.length} problems`);
  for (const problem of problems) checkProblem(problem, text);
  if (plan) checkPlan(plan);
  if (plan && !isDeepStrictEqual(checkManifest(parseManifest(text), { registry }).plan, plan)) {
    throw new Error('what was parsed gives another plan');
  }
}

function checkProblem({ message, path, position }, text) {
  if (!/^.{5,2000}$/.test(message)) throw new Error(`a message of ${message.length}: ${JSON.stringify(message)}`);
  if (path !== '' && !path.startsWith('/')) throw new Error(`no JSON Pointer: ${path}`);
  if (!position) return;
  const { line, column, offset, length } = position;
  if (offset + length > text.length || line < 1 || column < 1)
    throw new Error(`beyond the text: ${JSON.stringify(position)}`);
  const before = text.slice(0, offset).split('\n');
  if (before.length !== line || before.at(-1)?.length !== column - 1)
    throw new Error(`not there: ${JSON.stringify(position)}`);
}

function checkPlan(plan) {
  if (!isDeepStrictEqual(structuredClone(plan), plan)) throw new Error('a plan that is not plain');
  const ids = new Set(plan.nodes.map(({ id }) => id));
  if (ids.size !== plan.nodes.length || ids.has('')) throw new Error('ids that are not unique');
  for (const [index, { type, params, edges, isExit }] of plan.nodes.entries()) {
    const definition = registry.find(type);
    if (definition?.type !== type) throw new Error(`no such type: ${type}`);
    if (Object.keys(params).join() !== Object.keys(definition.params).join()) throw new Error(`parameters of ${type}`);
    if (isExit !== (edges.length === 0)) throw new Error('an exit that is none');
    for (const { to, toPort } of edges) {
      const receiver = plan.nodes[to];
      if (to <= index || !receiver) throw new Error('a receiver before its giver');
      if (!Object.hasOwn(registry.find(receiver.type)?.ports.inputs ?? {}, toPort))
        throw new Error(`no port ${toPort}`);
    }
  }
}

/**
 * Every text is a plan or a list of errors, each with its reason and its place.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const manifest = {
  name: 'manifest',
  kind: 'text',
  seeds: [...FIXTURES, BLOCK, ...VALUES.map((value) => JSON.stringify(value, undefined, 1))],
  words: WORDS,
  build: (random) => jsonMutant(VALUES, random),
  run,
};
