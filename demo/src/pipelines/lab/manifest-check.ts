import { type AnyNodeDefinition, builtinNodes, checkManifest, NodeRegistry } from '@remotemedia/sdk/pipeline';
import { tremolo } from '../tremolo.ts';
import { type InputKind, isSound } from './lab-input.ts';

/** Nodes that are not the SDK's. */
export const OWN_NODES: readonly AnyNodeDefinition[] = [tremolo];

const registry = new NodeRegistry([...builtinNodes, ...OWN_NODES]);

/** What was found in a manifest. */
export type ManifestCheck = ReturnType<typeof checkManifest>;

/** Checks a manifest for an input. */
export function checkFor(text: string, input: InputKind): ManifestCheck {
  const kinds = [isSound(input) ? 'audio' : 'video'] as const;
  return checkManifest(text, { registry, inputKinds: kinds, outputKinds: kinds });
}

/** What a node is. */
export function definitionOf(type: string): AnyNodeDefinition | undefined {
  return registry.find(type);
}
