import type { RuntimeData } from '../../data/runtime-data.ts';
import type { AnyNodeDefinition, NodeContext, NodeInstance } from '../../node/node-definition.ts';

/** Makes a node that works within another one. What it emits goes to `emit`. */
export function openInnerNode(
  definition: AnyNodeDefinition,
  params: Readonly<Record<string, unknown>>,
  context: NodeContext,
  emit: (item: RuntimeData) => void,
): NodeInstance | Promise<NodeInstance> {
  const defaults = Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]);
  return definition.create(
    { ...Object.fromEntries(defaults), ...params },
    {
      id: context.id,
      host: context.host,
      signal: context.signal,
      now: () => context.now(),
      asset: (name) => context.asset(name),
      emit,
    },
  );
}
