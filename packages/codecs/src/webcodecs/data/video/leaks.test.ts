import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { liveCodecs, setLeakListener } from '../../../module/live-codecs.ts';
import { videoFrameFromMemory } from './frame-access.ts';
import { VideoFrame } from './video-frame.ts';

const I420 = { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp: 1 } as const;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('counts frames until they are closed', () => {
  const before = liveCodecs().get('VideoFrame') ?? 0;
  const frames = [1, 2, 3].map(() => new VideoFrame(new Uint8Array(6), I420));
  expect(liveCodecs().get('VideoFrame')).toBe(before + 3);
  for (const frame of frames) frame.close();
  expect(liveCodecs().get('VideoFrame') ?? 0).toBe(before);
});

it('names frames that were collected without close, and lets their pixels go', async () => {
  const leaked: string[] = [];
  const returned: Uint8Array[] = [];
  setLeakListener((name) => leaked.push(name));
  const bytes = new Uint8Array(6);
  (() => {
    const frame = videoFrameFromMemory({ ...I420, bytes, release: (back) => returned.push(back) });
    frame.clone().close();
  })();
  await expect
    .poll(() => {
      collectGarbage();
      return leaked;
    })
    .toContain('VideoFrame');
  setLeakListener(undefined);
  expect(returned).toEqual([bytes]);
});
