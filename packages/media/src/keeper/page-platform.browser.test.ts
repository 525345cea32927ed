import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeviceKeeper } from './device-keeper.ts';
import { describeMediaPlatformContract } from './media-platform-contract.ts';
import { pagePlatform } from './page-platform.ts';

/** Every track that the browser gave out. */
const given: MediaStreamTrack[] = [];

beforeEach(() => {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async (constraints) => {
    const stream = await real(constraints);
    given.push(...stream.getTracks());
    return stream;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await expect.poll(() => given.filter(({ readyState }) => readyState === 'live')).toEqual([]);
  given.length = 0;
});

describeMediaPlatformContract('the page in a real browser', () => ({
  platform: pagePlatform,
  announce: () => navigator.mediaDevices.dispatchEvent(new Event('devicechange')),
  show: () => document.dispatchEvent(new Event('visibilitychange')),
}));

it.each(['stop', 'close'] as const)('stops a real track that comes after %s', async (end) => {
  const keeper = new DeviceKeeper({ kind: 'camera' });
  const opening = keeper.open();
  await expect.poll(() => vi.mocked(navigator.mediaDevices.getUserMedia).mock.calls.length, { interval: 1 }).toBe(1);
  keeper[end]();
  await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => given.length).toBe(1);
  keeper.close();
});
