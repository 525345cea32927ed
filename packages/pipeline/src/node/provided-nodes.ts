import type { AnyNodeDefinition } from './node-definition.ts';

/** The key under which a realm keeps the nodes that modules of the application gave it. */
const KEY = Symbol.for('remotemedia.pipeline.nodes');

/**
 * For modules that are loaded into a worklet, a worker or a thread of Node: makes their nodes known there. The page learns
 * of the same nodes, and of the address of the module, from the options of `PipelineRunner` and `attachPipeline`.
 */
export function provideNodes(definitions: readonly AnyNodeDefinition[]): void {
  const provided = realmNodes() ?? new Map<string, AnyNodeDefinition>();
  // The audio thread has no `import()`: a module there can only leave what it defines where its host will look.
  Reflect.set(globalThis, KEY, provided);
  for (const definition of definitions) provided.set(definition.type, definition);
}

/** What was provided in this realm so far. */
export function providedNodes(): readonly AnyNodeDefinition[] {
  return [...(realmNodes()?.values() ?? [])];
}

function realmNodes(): Map<string, AnyNodeDefinition> | undefined {
  const kept: unknown = Reflect.get(globalThis, KEY);
  return kept instanceof Map ? kept : undefined;
}
