import type { JsonValue } from '../data/json-value.ts';
import type { Draft, JsonObject } from './draft.ts';
import { isObject, Members } from './members.ts';
import { isShortList } from './plain-value.ts';
import type { Path, ProblemList } from './problem-list.ts';
import { quote } from './quote.ts';
import { readConnection } from './read-connection.ts';
import { readNode } from './read-node.ts';

/** Members that upstream has beside those that are read. */
const UPSTREAM = ['python_env', 'pythonEnv'];

/**
 * Takes a manifest apart.
 *
 * @returns `undefined` when it is nothing like one; the problems say what is wrong
 */
export function readManifest(value: JsonValue, problems: ProblemList): Draft | undefined {
  if (!isObject(value)) {
    // What was refused is told of already.
    if (value === null && problems.hasErrors) return undefined;
    const given = value === null ? 'nothing' : quote(value);
    const message = `a manifest is an object with "nodes" and "connections", got ${given}`;
    problems.error({ code: value === null ? 'missing' : 'bad-value', path: [], message });
    return undefined;
  }
  const members = new Members(value, [], problems);
  members.take({ name: 'version' });
  const name = readName(members, problems);
  const nodes = members.take({ name: 'nodes' });
  const connections = members.take({ name: 'connections' });
  members.warnOfMisspelt(UPSTREAM);
  members.reportMissing(['nodes'], 'the manifest has no "nodes": list at least one');
  const nodeItems = objects('nodes', nodes, problems);
  const connectionItems = objects('connections', connections, problems);
  if (connections.value === undefined && nodeItems.length > 1) {
    const message = `the manifest has no "connections": its ${nodeItems.length} nodes work side by side`;
    problems.warning({ code: 'missing', path: [], message });
  }
  return {
    name,
    nodes: nodeItems.map(([object, path, index]) => readNode(object, path, index, problems)),
    connections: connectionItems.map(([object, path, index]) => readConnection(object, path, index, problems)),
    source: value,
  };
}

function readName(members: Members, problems: ProblemList): string {
  const { value, path } = members.take({ name: 'metadata' });
  if (isObject(value)) return new Members(value, path, problems).text({ name: 'name' }).value ?? '';
  if (value !== undefined && value !== null) {
    const message = `"metadata" must be an object such as {"name": "loopback"}, got ${quote(value)}`;
    problems.error({ code: 'bad-value', path, message });
  }
  return '';
}

type Item = readonly [JsonObject, Path, number];

/** The objects of a list, if there is a list, and not too many. */
function objects(
  name: string,
  { value, path }: { readonly value: JsonValue | undefined; readonly path: Path },
  problems: ProblemList,
): readonly Item[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.error({ code: 'bad-value', path, message: `"${name}" must be a list, got ${quote(value)}` });
    return [];
  }
  // An alias may stand for it.
  if (!isShortList(value.length, path, problems)) return [];
  return value.flatMap((item: JsonValue, index): Item[] => {
    if (isObject(item)) return [[item, [...path, index], index]];
    const message = `each of the ${name} must be an object, got ${quote(item)}`;
    problems.error({ code: 'bad-value', path: [...path, index], message });
    return [];
  });
}
