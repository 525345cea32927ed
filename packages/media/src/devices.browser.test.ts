import { afterEach, describe, expect, it } from 'vitest';
import { listDevices, openUserMedia, watchDevices } from './devices.ts';

const streams: MediaStream[] = [];
afterEach(() => {
  for (const stream of streams.splice(0)) for (const track of stream.getTracks()) track.stop();
});

describe('devices', () => {
  it('opens camera and microphone and then knows their names', async () => {
    const stream = await openUserMedia({ audio: true, video: true });
    streams.push(stream);
    expect(
      stream
        .getTracks()
        .map((track) => track.kind)
        .sort(),
    ).toEqual(['audio', 'video']);
    const { microphones, cameras } = await listDevices();
    expect(microphones.length).toBeGreaterThan(0);
    expect(cameras.length).toBeGreaterThan(0);
    for (const device of [...microphones, ...cameras]) expect(device.label).not.toBe('');
  });

  it('tells a watcher at each change until it is taken back', async () => {
    let calls = 0;
    const undo = watchDevices(() => {
      calls += 1;
    });
    await expect.poll(() => calls).toBe(1);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await expect.poll(() => calls).toBe(2);
    undo();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toBe(2);
  });

  it('says not-found for a camera that is gone', async () => {
    const gone = openUserMedia({ video: { deviceId: { exact: 'no-such-camera' } } });
    await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says invalid-argument when nothing is asked for', async () => {
    await expect(openUserMedia({})).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('gives up for a signal that was or is aborted', async () => {
    await expect(openUserMedia({ audio: true }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const controller = new AbortController();
    const late = openUserMedia({ audio: true }, { signal: controller.signal });
    controller.abort();
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  });
});
