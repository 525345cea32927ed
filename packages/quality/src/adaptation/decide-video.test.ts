import { describe, expect, it } from 'vitest';
import { decideVideo, type VideoInputs } from './decide-video.ts';
import { ladderStep } from './ladder.ts';

const HD = { width: 1_280, height: 720 };
const alone = ladderStep(1, { cores: 8, uplinkKbps: undefined, peers: 1 });

function decide(inputs: Partial<VideoInputs> = {}) {
  return decideVideo({
    source: HD,
    view: undefined,
    options: {},
    keepsDetail: false,
    config: { kbps: 2_000, ...HD, fps: 30 },
    ladder: alone,
    cpu: undefined,
    network: [],
    before: undefined,
    ...inputs,
  });
}

describe('decideVideo', () => {
  it('sends what the application allows when nothing holds it back', () => {
    expect(decide()).toEqual({
      active: true,
      maxBitrateKbps: 2_000,
      maxFramerateFps: 30,
      scaleResolutionDownBy: 1,
      reasons: ['config'],
    });
  });

  it('makes the picture as small as the tile, and gives 160×90 its 60 kilobits', () => {
    const small = decide({ view: { width: 160, height: 90 } });
    expect(small).toMatchObject({ scaleResolutionDownBy: 8, maxBitrateKbps: 60, reasons: ['tile'] });
  });

  it('fills the tile rather than being smaller', () => {
    expect(decide({ view: { width: 400, height: 225 } }).scaleResolutionDownBy).toBe(3);
    expect(decide({ view: { width: 640, height: 100 } }).scaleResolutionDownBy).toBe(2);
  });

  it('does not send a step more for a few pixels', () => {
    expect(decide({ view: { width: 340, height: 190 } }).scaleResolutionDownBy).toBe(4);
  });

  it('sends nothing that nobody looks at', () => {
    expect(decide({ view: 'hidden' })).toMatchObject({ active: false, reasons: ['hidden'] });
  });

  it('keeps within the application’s largest picture, on its side and upright', () => {
    const config = { kbps: 800, width: 854, height: 480, fps: 24 };
    expect(decide({ config }).scaleResolutionDownBy).toBe(1.5);
    expect(decide({ config, source: { width: 720, height: 1_280 } }).scaleResolutionDownBy).toBe(1.5);
    expect(decide({ config })).toMatchObject({ maxFramerateFps: 24, maxBitrateKbps: 800, reasons: ['config'] });
  });

  it('keeps within what the track was published with', () => {
    const options = { maxBitrateKbps: 300, maxFramerateFps: 12, maxHeight: 360 };
    expect(decide({ options })).toMatchObject({
      maxBitrateKbps: 300,
      maxFramerateFps: 12,
      scaleResolutionDownBy: 2,
      reasons: ['track'],
    });
  });

  it('makes the picture smaller when the network takes too little for it', () => {
    const network = [{ reason: 'loss' as const, kbps: 200 }];
    expect(decide({ network })).toMatchObject({ maxBitrateKbps: 200, scaleResolutionDownBy: 3, reasons: ['loss'] });
  });

  it('keeps a size that is being sent with a little less than it would begin it with', () => {
    const before = decide({ network: [{ reason: 'loss', kbps: 300 }] });
    expect(before.scaleResolutionDownBy).toBe(2);
    const less = [{ reason: 'loss' as const, kbps: 250 }];
    expect(decide({ network: less }).scaleResolutionDownBy).toBe(3);
    expect(decide({ network: less, before }).scaleResolutionDownBy).toBe(2);
    expect(decide({ network: [{ reason: 'loss', kbps: 180 }], before }).scaleResolutionDownBy).toBe(3);
  });

  it('never makes the picture smaller than 160×90', () => {
    expect(decide({ network: [{ reason: 'bandwidth', kbps: 5 }] }).scaleResolutionDownBy).toBe(8);
  });

  it('gives text fewer frames instead of fewer pixels', () => {
    const text = decide({
      keepsDetail: true,
      network: [{ reason: 'loss', kbps: 400 }],
      ladder: { ...alone, width: 320, height: 180 },
    });
    expect(text).toMatchObject({ scaleResolutionDownBy: 1, maxBitrateKbps: 400, maxFramerateFps: 10 });
    expect(decide({ keepsDetail: true, network: [{ reason: 'loss', kbps: 40 }] }).maxFramerateFps).toBe(5);
  });

  it('names every limit that counts', () => {
    const many = decide({
      ladder: ladderStep(5, { cores: 8, uplinkKbps: undefined, peers: 5 }),
      network: [{ reason: 'rtt', kbps: 200 }],
      cpu: { width: 320, height: 180, fps: 10 },
    });
    expect(many).toMatchObject({ maxFramerateFps: 10, maxBitrateKbps: 200, scaleResolutionDownBy: 4 });
    expect(many.reasons).toEqual(['rtt', 'cpu']);
  });
});
