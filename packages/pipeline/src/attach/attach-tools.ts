import { absoluteUrl } from '../assets/absolute-url.ts';
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

/** Makes of the options what attaching needs. @throws {SdkError} `invalid-argument` for what is no address */
export function attachTools({ nodes = [], nodeModules = [], assets, signal }: AttachOptions): AttachTools {
  const registry = new NodeRegistry(builtinNodes).with(nodes);
  return {
    registry,
    loadAssets: (plan) => loadAssets({ plan, find: (type) => registry.find(type), sources: assets, signal }),
    nodeModules: nodeModules.map((url) => absoluteUrl(url, 'a module (nodeModules)').href),
  };
}
