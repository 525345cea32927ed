import type { Undo } from '@remotemedia/base';
import { mediaDevices } from './media-devices.ts';
import { type CaptureSubject, insecureContextFault, mediaFault } from './media-fault.ts';
import { takeStream } from './take-stream.ts';

/** One microphone, camera or speaker. */
export interface MediaDevice {
  /** `deviceId` of the platform; empty for the only entry that browsers show before permission was given. */
  readonly id: string;
  /** Name shown to people; "Camera 2" and the like while the browser keeps the real one to itself. */
  readonly label: string;
}

/** What is plugged in, in the browser's order: its default comes first. */
export interface DeviceList {
  /** Sources of sound. */
  readonly microphones: readonly MediaDevice[];
  /** Sources of pictures. */
  readonly cameras: readonly MediaDevice[];
  /** Sinks of sound; empty in browsers that do not let a page choose. */
  readonly speakers: readonly MediaDevice[];
}

/** Limits of {@link openUserMedia}. */
export interface OpenUserMediaOptions {
  /** Gives up early; a stream that the browser delivers later is stopped at once. */
  readonly signal?: AbortSignal | undefined;
}

/** A list with nothing in it. */
export const NO_DEVICES: DeviceList = { microphones: [], cameras: [], speakers: [] };

/** What is plugged in now; empty lists where the page may not know (an insecure context, plain Node). */
export async function listDevices(): Promise<DeviceList> {
  const devices = mediaDevices();
  if (!devices) return NO_DEVICES;
  const infos = await devices.enumerateDevices().catch(() => []);
  return {
    microphones: ofKind(infos, 'audioinput', 'Microphone'),
    cameras: ofKind(infos, 'videoinput', 'Camera'),
    speakers: ofKind(infos, 'audiooutput', 'Speaker'),
  };
}

/**
 * Calls `listener` with the list now and at each change, until the returned function is called. Browsers do not
 * announce that names became readable after permission was given: watch anew then.
 */
export function watchDevices(listener: (list: DeviceList) => void): Undo {
  const devices = mediaDevices();
  let active = true;
  const tell = async () => {
    const list = await listDevices();
    if (active) listener(list);
  };
  const onChange = () => void tell();
  devices?.addEventListener('devicechange', onChange);
  onChange();
  return () => {
    active = false;
    devices?.removeEventListener('devicechange', onChange);
  };
}

/**
 * `getUserMedia` whose failures are in words. The caller owns the stream and stops its tracks; no track stays open when
 * it throws.
 *
 * @throws {SdkError} `failed-precondition` in an insecure context, `cancelled` when the signal aborts, and
 *   everything that {@link mediaFault} lists
 */
export async function openUserMedia(
  constraints: MediaStreamConstraints,
  { signal }: OpenUserMediaOptions = {},
): Promise<MediaStream> {
  const devices = mediaDevices();
  if (!devices) throw insecureContextFault();
  return takeStream(() => devices.getUserMedia(constraints), { signal }).catch((error: unknown) => {
    throw mediaFault(error, subjectOf(constraints));
  });
}

function subjectOf({ audio, video }: MediaStreamConstraints): CaptureSubject {
  if (audio && video) return 'the camera and the microphone';
  return video ? 'the camera' : 'the microphone';
}

function ofKind(infos: readonly MediaDeviceInfo[], kind: MediaDeviceKind, word: string): readonly MediaDevice[] {
  return infos
    .filter((info) => info.kind === kind)
    .map((info, index) => ({ id: info.deviceId, label: info.label || `${word} ${index + 1}` }));
}
