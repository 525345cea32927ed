import { describe, expect, it } from 'vitest';
import { displayRequest } from './screen-share-options.ts';

describe('what is asked of getDisplayMedia', () => {
  it('has no sound, not this tab, and few pictures a second unless asked for', () => {
    expect(displayRequest({}, true)).toEqual({
      video: { frameRate: { max: 15 } },
      audio: false,
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
      systemAudio: 'exclude',
      windowAudio: 'exclude',
    });
  });

  it('offers the sound of the machine only when that is asked for', () => {
    expect(displayRequest({ audio: 'tab' }, true)).toMatchObject({ systemAudio: 'exclude', windowAudio: 'exclude' });
    expect(displayRequest({ audio: 'system' }, true)).toMatchObject({ systemAudio: 'include', windowAudio: 'system' });
    expect(displayRequest({ audio: true }, true)).toMatchObject({ systemAudio: 'include', windowAudio: 'system' });
  });

  it('keeps our own sound out, by echo cancellation where the browser has no filter for it', () => {
    const filtered = { restrictOwnAudio: true, echoCancellation: false, suppressLocalAudioPlayback: false };
    expect(displayRequest({ audio: 'tab' }, true).audio).toMatchObject(filtered);
    expect(displayRequest({ audio: 'tab' }, false).audio).toMatchObject({ echoCancellation: true });
  });

  it('asks for more pictures when things move, and for the surface that was wished for', () => {
    expect(displayRequest({ contentHint: 'motion' }, true).video).toEqual({ frameRate: { max: 30 } });
    expect(displayRequest({ maxFramerateFps: 5, surface: 'window' }, true).video).toEqual({
      frameRate: { max: 5 },
      displaySurface: 'window',
    });
  });

  it('includes this tab, holds the surface and silences it here on demand', () => {
    const asked = displayRequest(
      { includeThisTab: true, surfaceSwitching: false, muteLocally: true, audio: 'tab' },
      true,
    );
    expect(asked).toMatchObject({ selfBrowserSurface: 'include', surfaceSwitching: 'exclude' });
    expect(asked.audio).toMatchObject({ suppressLocalAudioPlayback: true });
  });
});
