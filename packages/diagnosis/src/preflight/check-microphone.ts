import { type Clock, sleep } from '@remotemedia/base';
import { LevelMeter, resumeAudio, SILENCE_DBFS } from '@remotemedia/media';
import { type DeviceWish, withCapture } from './capture.ts';
import type { CheckContext } from './check-context.ts';
import type { Finding, MicrophoneDetails } from './report.ts';

/** How long is listened, in milliseconds. */
const LISTEN_MS = 1_500;
/** What a quiet room makes of a working microphone is above this, in dBFS. */
const QUIET_DBFS = -70;

/** Opens the microphone and listens for a moment. */
export async function checkMicrophone(
  wish: DeviceWish,
  { signal, clock }: CheckContext,
): Promise<Finding<MicrophoneDetails>> {
  return withCapture({ kind: 'audio', word: 'microphone' }, wish, signal, async (track, found) => {
    const peak = await listen(track, signal, clock);
    const { sampleRate, channelCount } = track.getSettings();
    const details: MicrophoneDetails = {
      ...found,
      ...(sampleRate !== undefined && { sampleRateHz: sampleRate }),
      ...(channelCount !== undefined && { channelCount }),
      ...(peak !== undefined && { peakDbfs: Math.round(peak) }),
    };
    return { ...judge(peak, track.muted), details };
  });
}

function judge(peak: number | undefined, isMuted: boolean): Pick<Finding<MicrophoneDetails>, 'status' | 'advice'> {
  if (isMuted) {
    const advice =
      'The microphone opened, but the system mutes it: look for a switch on the device or in the settings.';
    return { status: 'warning', advice };
  }
  if (peak === undefined) {
    const advice =
      'The microphone opened; its level is not known, because the page may not process sound before a click.';
    return { status: 'warning', advice };
  }
  if (peak <= QUIET_DBFS) {
    const advice = 'The microphone opened, but nothing was heard: is it muted, is it the right one, did anybody speak?';
    return { status: 'warning', advice };
  }
  return { status: 'ok', advice: `The microphone works: the loudest it heard was ${Math.round(peak)} dBFS.` };
}

/** The loudest level within a moment; `undefined` when the browser lets nobody listen. */
async function listen(track: MediaStreamTrack, signal: AbortSignal, clock: Clock): Promise<number | undefined> {
  const meter = openMeter(track);
  if (!meter) return undefined;
  try {
    const isHeard = await resumeAudio();
    let peak = SILENCE_DBFS;
    meter.on('level', (dbfs) => {
      peak = Math.max(peak, dbfs);
    });
    await sleep(LISTEN_MS, { signal, clock });
    return isHeard ? peak : undefined;
  } finally {
    meter.close();
  }
}

function openMeter(track: MediaStreamTrack): LevelMeter | undefined {
  try {
    return new LevelMeter(track);
  } catch {
    // Firefox, for a microphone whose sample rate is not that of the context.
    return undefined;
  }
}
