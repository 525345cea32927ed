import type { VpxColorSpace } from '../../../../vpx/index.ts';
import type { VideoColorSpaceInit } from '../../../../webcodecs/data/index.ts';
import { MATRICES, PRIMARIES, TRANSFERS } from '../../../../webcodecs/data/video/color-space-names.ts';

/** What a stream says of its colours, as far as WebCodecs has a name for it. */
export function streamColors({ primaries, transfer, matrix, fullRange }: VpxColorSpace): VideoColorSpaceInit {
  return {
    primaries: PRIMARIES.find((name) => name === primaries) ?? null,
    transfer: TRANSFERS.find((name) => name === transfer) ?? null,
    matrix: MATRICES.find((name) => name === matrix) ?? null,
    fullRange: fullRange ?? null,
  };
}
