import { SdkError } from '@remotemedia/base';
import type { NodeContext } from '../../node/node-definition.ts';

/** What the nodes of Opus ask for. */
export const OPUS_ASSETS = { opus: 'module' } as const;

/** The compiled libopus. @throws {SdkError} `failed-precondition` when the host gave something else */
export function opusModule(context: NodeContext): WebAssembly.Module {
  const asset = context.asset('opus');
  if (asset instanceof WebAssembly.Module) return asset;
  const given = typeof asset === 'string' ? 'an address' : 'bytes';
  throw new SdkError(
    'failed-precondition',
    `node ${context.id} needs the asset "opus" as a compiled module, not ${given}`,
  );
}
