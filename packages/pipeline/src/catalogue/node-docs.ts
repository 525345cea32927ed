import { describeSchema } from '../compile/describe-schema.ts';
import { snakeCase } from '../compile/param-names.ts';
import type { AnyNodeDefinition, AssetForm, HostName, PortKinds, Ports } from '../node/node-definition.ts';
import type { ParamSchema } from '../node/param.ts';

const HOSTS: Readonly<Record<HostName, string>> = {
  worklet: 'the audio thread',
  worker: 'a `Worker`',
  node: 'a thread of Node',
  inline: 'the thread that calls',
};
const FORMS: Readonly<Record<AssetForm, string>> = { module: 'WebAssembly', bytes: 'bytes', url: 'address' };

/** What people read about all nodes, as Markdown. */
export function nodeDocs(definitions: readonly AnyNodeDefinition[]): string {
  return [
    '# Nodes',
    '',
    '<!-- Made by "npm run gen" from the definitions of the nodes: change those. -->',
    '',
    'What a manifest can name as `node_type`. A `Node` at the end may be there or not: `AudioLevelNode` is `AudioLevel`.',
    'Parameters are written in snake_case or camelCase. What a manifest leaves out has its default.',
    '',
    '| node | takes → gives | audio thread | what it does |',
    '|---|---|---|---|',
    ...definitions.map(overviewLine),
    '',
    ...definitions.flatMap(section),
  ].join('\n');
}

function overviewLine({ type, about, ports, isRealtime = false }: AnyNodeDefinition): string {
  const [takes, gives] = [ports.inputs, ports.outputs].map((side) => allKinds(side));
  const link = `[${type}](#${type.toLowerCase()})`;
  return `| ${link} | ${takes} → ${gives} | ${isRealtime ? 'yes' : ''} | ${cell(firstSentence(about))} |`;
}

function section(definition: AnyNodeDefinition): readonly string[] {
  const { type, aliases = [], about, params, ports, assets = {} } = definition;
  const files = Object.entries(assets).map(([name, form]) => `\`${name}\` (${FORMS[form]})`);
  return [
    `## ${type}`,
    '',
    about,
    '',
    ...(aliases.length > 0 ? [`- **Also called** ${code(aliases)}`] : []),
    `- **Takes** ${portList(ports.inputs)}`,
    `- **Gives** ${portList(ports.outputs)}`,
    `- **Runs on** ${hostList(definition)}`,
    ...(files.length > 0 ? [`- **Needs** ${files.join(', ')}`] : []),
    '',
    ...paramTable(Object.entries(params).map(([name, { schema }]) => [name, schema])),
  ];
}

function paramTable(params: readonly (readonly [string, ParamSchema])[]): readonly string[] {
  if (params.length === 0) return ['It has no parameters.', ''];
  const rows = params.map(([name, schema]) => {
    const aliases = schema.aliases ? ` (also ${code(schema.aliases)})` : '';
    const fallback = schema.default === undefined ? 'none' : `\`${JSON.stringify(schema.default)}\``;
    return `| \`${snakeCase(name)}\`${aliases} | ${cell(describeSchema(schema))} | ${cell(fallback)} | ${cell(schema.description)} |`;
  });
  return ['| parameter | value | default | meaning |', '|---|---|---|---|', ...rows, ''];
}

function portList(ports: Ports): string {
  const list = Object.entries(ports).map(([name, kinds]) => `${kindList(kinds)} at \`${name}\``);
  return list.length === 0 ? 'nothing' : list.join('; ');
}

function allKinds(ports: Ports): string {
  const words = new Set<string>(Object.values(ports).flat());
  return words.size === 0 ? 'nothing' : [...words].join(', ');
}

function kindList(kinds: PortKinds): string {
  if (kinds === 'any') return 'anything';
  return kinds === 'same' ? 'what comes in' : kinds.join(', ');
}

function hostList({ isRealtime = false, hosts }: AnyNodeDefinition): string {
  const all: readonly HostName[] = hosts ?? ['worklet', 'worker', 'node', 'inline'];
  return all
    .filter((host) => host !== 'worklet' || isRealtime)
    .map((host) => HOSTS[host])
    .join(', ');
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** Text in a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
