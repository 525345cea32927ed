import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CaptureState, isAudible, isVisible, LocalMedia } from './local-media.ts';

const made: LocalMedia[] = [];
function localMedia(cameraId = ''): LocalMedia {
  const media = new LocalMedia({ cameraId, microphoneId: '' });
  made.push(media);
  return media;
}

afterEach(() => {
  for (const media of made.splice(0)) media.close('camera', 'microphone');
  vi.restoreAllMocks();
});

function trackOf(capture: CaptureState): MediaStreamTrack {
  if (capture.kind !== 'on') throw new Error(`expected a device that is on, got ${capture.kind}`);
  return capture.track;
}

describe('LocalMedia', () => {
  it('opens both with one question, and stops the camera for good when it is switched off', async () => {
    const ask = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    const media = localMedia();
    await media.open('microphone', 'camera');
    expect(ask).toHaveBeenCalledTimes(1);
    expect(isAudible(media.state.get()) && isVisible(media.state.get())).toBe(true);
    const track = trackOf(media.state.get().camera);
    await media.setCamera(false);
    expect(track.readyState).toBe('ended');
    expect(media.state.get().camera).toEqual({ kind: 'off' });
    expect(isAudible(media.state.get())).toBe(true);
    await media.setCamera(true);
    expect(trackOf(media.state.get().camera)).not.toBe(track);
  });

  it('mutes by silence, without letting go of the microphone, and a new microphone is muted as well', async () => {
    const media = localMedia();
    await media.open('microphone');
    const track = trackOf(media.state.get().microphone);
    await media.setMuted(true);
    expect([track.enabled, track.readyState, isAudible(media.state.get())]).toEqual([false, 'live', false]);
    await media.choose('microphone', '');
    const next = trackOf(media.state.get().microphone);
    expect([track.readyState, next.enabled]).toEqual(['ended', false]);
    await media.setMuted(false);
    expect(next.enabled).toBe(true);
  });

  it('takes the default camera when the remembered one is gone', async () => {
    const media = localMedia('gone');
    await media.open('microphone', 'camera');
    expect(isVisible(media.state.get())).toBe(true);
    expect(media.state.get().cameraId).toBe('');
  });

  it('stops what comes after nobody wants it any more', async () => {
    const media = localMedia();
    const opening = media.open('camera');
    media.close('camera');
    await opening;
    expect(media.state.get().camera).toEqual({ kind: 'off' });
  });

  it('keeps the microphone when there is no camera', async () => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation((constraints) =>
      constraints?.video ? Promise.reject(new DOMException('none', 'NotFoundError')) : real(constraints),
    );
    const media = localMedia();
    await media.open('microphone', 'camera');
    expect(media.state.get().camera).toMatchObject({ kind: 'failed', error: { code: 'not-found' } });
    expect(isAudible(media.state.get())).toBe(true);
  });

  it('says so when the user refuses, and asks again only when told to', async () => {
    vi.spyOn(navigator.permissions, 'query').mockResolvedValue({ state: 'denied' } as PermissionStatus);
    const ask = vi
      .spyOn(navigator.mediaDevices, 'getUserMedia')
      .mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    const media = localMedia();
    await media.open('microphone', 'camera');
    expect(ask).toHaveBeenCalledTimes(1);
    for (const kind of ['camera', 'microphone'] as const) {
      expect(media.state.get()[kind]).toMatchObject({ kind: 'failed', error: { code: 'permission-denied' } });
    }
    ask.mockRestore();
    await media.setCamera(true);
    expect(isVisible(media.state.get())).toBe(true);
  });

  it('notices that a device was unplugged', async () => {
    const media = localMedia();
    await media.open('camera');
    trackOf(media.state.get().camera).dispatchEvent(new Event('ended'));
    expect(media.state.get().camera).toMatchObject({ kind: 'failed', error: { code: 'unavailable' } });
  });
});
