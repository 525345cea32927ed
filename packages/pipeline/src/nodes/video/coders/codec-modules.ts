import { type CodecLocations, setCodecLocations } from '@remotemedia/codecs';
import type { Asset, NodeContext } from '../../../node/node-definition.ts';

type Wasm = NonNullable<CodecLocations['wasm']>;

/** What nodes of this thread brought along so far: the codecs know only what they were told last. */
let brought: Wasm = {};

/**
 * Has the codecs run in the thread of the graph, with the WebAssembly that its host fetched. On the page they stay in a
 * worker of their own, wherever the application said.
 */
export function bringModules({ host }: NodeContext, modules: { readonly [File in keyof Wasm]?: Asset }): void {
  if (host !== 'worker' && host !== 'node') return;
  brought = { ...brought, ...modules } as Wasm;
  setCodecLocations({ thread: 'inline', wasm: brought });
}
