import { afterEach, expect, it, vi } from 'vitest';
import { withCapture } from './capture.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('says why a device cannot be used without what must not leave the page', async () => {
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new Error('no driver at 192.0.2.1'));
  const look = () => Promise.reject(new Error('there is nothing to look at'));
  const kind = { kind: 'audio', word: 'microphone' } as const;
  const { status, advice } = await withCapture(kind, true, new AbortController().signal, look);
  expect([status, advice]).toEqual(['failed', 'The microphone cannot be used: no driver at [IPv4].']);
});
