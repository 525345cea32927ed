import { manifestSchema } from '../compile/manifest-schema.ts';
import { builtinNodes } from '../nodes/index.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import { nodeDocs } from './node-docs.ts';
import { printJson } from './print-json.ts';

/** What is committed about the nodes and made from their definitions: contents by path in the repository. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const registry = new NodeRegistry(builtinNodes);
  return {
    'docs/nodes.md': nodeDocs(builtinNodes),
    'docs/manifest.schema.json': `${printJson(manifestSchema(registry))}\n`,
  };
}
