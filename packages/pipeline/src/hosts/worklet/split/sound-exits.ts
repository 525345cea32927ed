import type { AnyNodeDefinition, PortKinds } from '../../../node/node-definition.ts';
import type { GraphPlan } from '../../../plan/graph-plan.ts';

/** Finds a definition by its type. */
export type FindDefinition = (type: string) => AnyNodeDefinition | undefined;

/**
 * Ids of the nodes whose sound is that of the output track: the exits that give nothing but sound, summed. Where there is
 * none, it is the first exit that gives sound at all: a detector hands on what it hears beside its findings, and when it is
 * a side branch that sound is there already.
 */
export function soundExits(plan: GraphPlan, find: FindDefinition): readonly string[] {
  const exits = plan.nodes.filter((node) => node.isExit && outputs(node.type, find).some(canBeSound));
  const pure = exits.filter((node) => outputs(node.type, find).every(canBeSound));
  return (pure.length > 0 ? pure : exits.slice(0, 1)).map((node) => node.id);
}

function outputs(type: string, find: FindDefinition): readonly PortKinds[] {
  return Object.values(find(type)?.ports.outputs ?? {});
}

/** A port may give several kinds; `json` beside `audio` on one port is a detector as well. */
function canBeSound(kinds: PortKinds): boolean {
  return kinds === 'any' || kinds === 'same' || kinds.includes('audio');
}
