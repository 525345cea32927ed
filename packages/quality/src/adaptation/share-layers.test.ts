import { describe, expect, it } from 'vitest';
import type { VideoLimits } from './limits.ts';
import { shareLayers } from './share-layers.ts';

const LAYERS = [{ rid: 'q' }, { rid: 'h' }, { rid: 'f' }];

function limits(maxBitrateKbps: number, scaleResolutionDownBy = 1, active = true): VideoLimits {
  return { active, maxBitrateKbps, maxFramerateFps: 30, scaleResolutionDownBy, reasons: [] };
}

/** `scale:kbit/s` of each layer that is sent, `-` of each that is not. */
function shared(of: VideoLimits, layers: readonly { rid?: string }[] = LAYERS) {
  return shareLayers(layers, of).map(({ active, maxBitrate, scaleResolutionDownBy }) =>
    active ? `${scaleResolutionDownBy}:${maxBitrate / 1_000}` : '-',
  );
}

describe('shareLayers', () => {
  it('gives a single encoding everything', () => {
    expect(shareLayers([{}], limits(700, 2))).toEqual([
      { active: true, maxBitrate: 700_000, maxFramerate: 30, scaleResolutionDownBy: 2 },
    ]);
  });

  it('divides among three layers', () => {
    expect(shared(limits(2_000))).toEqual(['4:140', '2:460', '1:1400']);
  });

  it('leaves out large layers when there is too little for them', () => {
    expect(shared(limits(150))).toEqual(['4:150', '-', '-']);
    expect(shared(limits(600))).toEqual(['4:140', '2:460', '-']);
  });

  it('leaves out layers that would be no larger than the next', () => {
    expect(shared(limits(1_000, 2))).toEqual(['4:233.333', '2:766.667', '-']);
    expect(shared(limits(1_000, 8))).toEqual(['8:1000', '-', '-']);
    expect(shared(limits(1_000, 1.5))).toEqual(['4:70', '2:230', '1.5:700']);
  });

  it('sends none that nobody looks at', () => {
    expect(shared(limits(1_000, 1, false))).toEqual(['-', '-', '-']);
  });

  it('takes layers of other names as halves of each other', () => {
    expect(shared(limits(900), [{ rid: 'a' }, { rid: 'b' }])).toEqual(['2:450', '1:450']);
  });
});
