import { SdkError } from '@remotemedia/base';
import type { TransferState } from './transfer-state.ts';
import type { Control, Side } from './wire/control.ts';

/** What one side says last of a transfer that is over: for another who did not hear it because the lane was gone. */
export function lastWord(side: Side, id: number, state: TransferState): Control {
  if (side === 'receiver' && state.kind === 'done') return { t: 'done', id, digest: state.digest };
  const error = 'error' in state ? state.error : new SdkError('cancelled', `the ${side} cancelled it`);
  return { t: 'stop', id, side, error };
}
