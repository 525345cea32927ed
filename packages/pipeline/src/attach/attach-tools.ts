import { loadAssets } from '../assets/index.ts';
import { builtinNodes } from '../nodes/index.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import type { AttachOptions } from './attach-options.ts';
import type { LoadAssets } from './attachment.ts';

/** What attaching needs, made of the options. */
export interface AttachTools {
  readonly registry: NodeRegistry;
  readonly loadAssets: LoadAssets;
  /** Absolute addresses. */
  readonly nodeModules: readonly string[];
}

/** Makes of the options what attaching needs. */
export function attachTools({ nodes = [], nodeModules = [], assets, signal }: AttachOptions): AttachTools {
  const registry = new NodeRegistry(builtinNodes).with(nodes);
  return {
    registry,
    loadAssets: (plan) => loadAssets({ plan, find: (type) => registry.find(type), sources: assets, signal }),
    nodeModules: nodeModules.map((url) => new URL(url, document.baseURI).href),
  };
}
