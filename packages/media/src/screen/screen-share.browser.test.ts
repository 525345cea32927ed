import { afterEach, describe, expect, it, vi } from 'vitest';
import { openScreenShare, type ScreenShare } from './screen-share.ts';

const open: ScreenShare[] = [];
/** Every track that the browser gave out. */
const given: MediaStreamTrack[] = [];

async function share(...options: Parameters<typeof openScreenShare>): Promise<ScreenShare> {
  const opened = await openScreenShare(...options);
  open.push(opened);
  return opened;
}

/** Lets `getDisplayMedia` do as it does and remembers what came out of it. */
function remember(change: (stream: MediaStream) => void = () => {}) {
  const real = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
  return vi.spyOn(navigator.mediaDevices, 'getDisplayMedia').mockImplementation(async (options) => {
    const stream = await real(options);
    given.push(...stream.getTracks());
    change(stream);
    return stream;
  });
}

const live = () => given.filter((track) => track.readyState === 'live');

afterEach(() => {
  vi.restoreAllMocks();
  for (const opened of open.splice(0)) opened.stop();
  expect(live()).toEqual([]);
  given.length = 0;
});

describe('openScreenShare', () => {
  it('shares a picture without sound, optimised for detail', async () => {
    const asked = remember();
    const shared = await share();
    expect(shared.tracks.map(({ kind }) => kind)).toEqual(['video']);
    expect(shared.audio).toBeUndefined();
    expect(shared.contentHint).toBe('detail');
    expect(shared.video.contentHint).toBe('detail');
    expect(shared.surface).toBe('monitor');
    expect(shared.video.getSettings().frameRate).toBe(15);
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ audio: false, systemAudio: 'exclude' });
  });

  it('shares sound when asked, and changes its hint while it runs', async () => {
    remember();
    const shared = await share({ audio: 'tab', contentHint: 'text' });
    expect(shared.tracks.map(({ kind }) => kind)).toEqual(['video', 'audio']);
    expect(shared.audio?.contentHint).toBe('music');
    shared.contentHint = 'motion';
    expect(shared.video.contentHint).toBe('motion');
  });

  it('says that it was stopped here, once', async () => {
    remember();
    const shared = await share({ audio: true });
    const ends: string[] = [];
    shared.on('ended', ({ reason }) => ends.push(reason));
    shared.stop();
    shared.stop();
    expect(ends).toEqual(['stopped']);
    expect(shared.endedBecause).toBe('stopped');
    expect(live()).toEqual([]);
    expect(shared.listenerCount()).toBe(0);
  });

  it('says that the browser stopped it and ends the sound as well', async () => {
    remember();
    const shared = await share({ audio: true });
    const ends: string[] = [];
    shared.on('ended', ({ reason }) => ends.push(reason));
    shared.video.dispatchEvent(new Event('ended'));
    expect(ends).toEqual(['stopped-by-browser']);
    expect(live()).toEqual([]);
  });

  it('goes on without the sound when only that ends', async () => {
    remember();
    const shared = await share({ audio: true });
    const ended: MediaStreamTrack[] = [];
    shared.on('audioEnded', (track) => ended.push(track));
    shared.audio?.dispatchEvent(new Event('ended'));
    expect(ended).toEqual([shared.audio]);
    expect(shared.endedBecause).toBeUndefined();
    expect(shared.video.readyState).toBe('live');
  });
});

describe('a share whose stream somebody changed', () => {
  it('stops its own tracks all the same', async () => {
    remember();
    const shared = await share({ audio: true });
    for (const track of shared.stream.getTracks()) shared.stream.removeTrack(track);
    shared.stop();
    expect(live()).toEqual([]);
  });
});

describe('a share that does not come about', () => {
  it('says permission-denied when the person closed the dialog', async () => {
    const refused = new DOMException('no', 'NotAllowedError');
    vi.spyOn(navigator.mediaDevices, 'getDisplayMedia').mockRejectedValue(refused);
    await expect(openScreenShare()).rejects.toMatchObject({ code: 'permission-denied', cause: refused });
  });

  it('says failed-precondition without a gesture', async () => {
    const early = new DOMException('no', 'InvalidStateError');
    vi.spyOn(navigator.mediaDevices, 'getDisplayMedia').mockRejectedValue(early);
    await expect(openScreenShare()).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('stops what comes after it was given up', async () => {
    remember();
    const controller = new AbortController();
    const late = openScreenShare({ audio: true, signal: controller.signal });
    controller.abort();
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => given.length).toBe(2);
    await expect.poll(live).toEqual([]);
  });

  it('asks nobody when it was given up before', async () => {
    const asked = remember();
    await expect(openScreenShare({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).not.toHaveBeenCalled();
  });

  it('leaves no sound open when the picture is missing', async () => {
    remember((stream) => {
      for (const track of stream.getVideoTracks()) {
        stream.removeTrack(track);
        track.stop();
      }
    });
    await expect(openScreenShare({ audio: true })).rejects.toMatchObject({ code: 'unavailable' });
    expect(given).toHaveLength(2);
    expect(live()).toEqual([]);
  });

  it('leaves no sound open when the picture ended at once', async () => {
    remember((stream) => stream.getVideoTracks()[0]?.stop());
    await expect(openScreenShare({ audio: true })).rejects.toMatchObject({ code: 'unavailable' });
    expect(live()).toEqual([]);
  });
});
