import type { DraftNode } from '../manifest/draft.ts';
import type { ProblemList } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import type { NodeRegistry } from '../registry/node-registry.ts';
import { type CheckedParams, checkParams } from './check-params.ts';

/** A node whose type is looked up, and whose parameters are checked. */
export interface CheckedNode {
  /** Its place in the manifest: the index in `nodes`. */
  readonly index: number;
  /** Empty when it has none. */
  readonly id: string;
  /** `undefined` when the type is not known. */
  readonly definition: AnyNodeDefinition | undefined;
  /** All of the definition, by its names. */
  readonly params: CheckedParams;
}

/** Looks the types of nodes up and checks their parameters and ids. */
export function checkNodes(
  drafts: readonly DraftNode[],
  registry: NodeRegistry,
  problems: ProblemList,
): readonly CheckedNode[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const { index, id } = draft;
    const first = id === undefined ? undefined : seen.get(id);
    if (id !== undefined && first === undefined) seen.set(id, index);
    if (id !== undefined && first !== undefined) {
      const message = `two nodes have the id ${quote(id)}: the first one is at /nodes/${first}`;
      problems.error({ code: 'duplicate-id', path: ['nodes', index, 'id'], message });
    }
    return checkNode(draft, registry, problems);
  });
}

function checkNode(draft: DraftNode, registry: NodeRegistry, problems: ProblemList): CheckedNode {
  const { index, id = '', type, params: given, paramsPath: path } = draft;
  if (type === undefined) return { index, id, definition: undefined, params: {} };
  const definition = registry.find(type);
  if (!definition) {
    const suggestion = registry.nearest(type);
    const advice = suggestion === undefined ? 'no node has a name like it' : `did you mean ${quote(suggestion)}?`;
    const name = Object.hasOwn(draft.source, 'node_type') ? 'node_type' : 'nodeType';
    const message = `there is no node type ${quote(type)}: ${advice}`;
    problems.error({ code: 'unknown-node-type', path: ['nodes', index, name], message, suggestion });
    return { index, id, definition, params: {} };
  }
  return { index, id, definition, params: checkParams(given, { definition, path, problems }) };
}
