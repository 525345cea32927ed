import { SdkError, type SdkErrorCode } from '@remotemedia/base';

/** What libvpx's error codes mean here (vpx_codec.h); the bridge negates them. */
const CODES: Readonly<Record<number, SdkErrorCode>> = {
  [-1]: 'internal',
  [-2]: 'resource-exhausted',
  [-3]: 'internal',
  [-4]: 'unimplemented',
  [-5]: 'data-loss',
  [-6]: 'data-loss',
  [-7]: 'data-loss',
  [-8]: 'invalid-argument',
};

/** VP9's decoder takes a partition whose first bit is wrong for one that there was no memory for. */
function isBrokenPartition(detail: string): boolean {
  return detail.startsWith('Failed to allocate bool decoder');
}

/**
 * The error for a result of the bridge below zero.
 *
 * @param doing what was called
 * @param detail what libvpx says about it
 * @param other the code for results that libvpx does not explain
 */
export function vpxError(status: number, doing: string, detail: string, other: SdkErrorCode = 'internal'): SdkError {
  const code = isBrokenPartition(detail) ? 'data-loss' : status === -1 ? other : (CODES[status] ?? 'internal');
  const advice = code === 'resource-exhausted' ? "; the codec's heap is full, use a smaller picture" : '';
  return new SdkError(code, `${doing}: libvpx says "${detail || `error ${status}`}"${advice}`);
}
