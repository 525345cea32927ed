import { SdkError, withDeadline } from '@remotemedia/base';
import { listDevices, openUserMedia } from '@remotemedia/media';
import { redactText } from '../redact/redact-text.ts';
import type { CaptureDetails, DevicePermission, Finding } from './report.ts';

/** A device that is asked for: `false` to leave it out, constraints to ask for a certain one. @default true */
export type DeviceWish = boolean | MediaTrackConstraints;

/** What a device check needs to know of its kind. */
export interface CaptureKind {
  /** For the platform. */
  readonly kind: 'audio' | 'video';
  /** For people. */
  readonly word: 'microphone' | 'camera';
}

/**
 * Opens a device, has it looked at, and lets go of it, however that ends.
 *
 * @throws {SdkError} `cancelled` or `deadline-exceeded` when the signal aborts; a device that cannot be opened is a finding
 */
export async function withCapture<Details extends CaptureDetails>(
  { kind, word }: CaptureKind,
  wish: DeviceWish,
  signal: AbortSignal,
  look: (track: MediaStreamTrack, found: CaptureDetails) => Promise<Finding<Details>>,
): Promise<Finding<Details | CaptureDetails>> {
  if (wish === false) return { status: 'skipped', advice: `The ${word} was not to be checked.` };
  let stream: MediaStream | undefined;
  try {
    // The browser's question has no end of its own.
    stream = await withDeadline((ends) => openUserMedia({ [kind]: wish }, { signal: ends }), { signal });
    const [track] = stream.getTracks();
    if (!track) throw new SdkError('internal', `the browser opened a ${word} without a track`);
    return await look(track, { ...(await present(kind, word)), opened: true });
  } catch (caught) {
    const isUnanswered = stream === undefined && SdkError.from(caught).code === 'deadline-exceeded';
    if (signal.aborted && !isUnanswered) throw caught;
    const details = { ...(await present(kind, word)), opened: false };
    return { status: 'failed', advice: adviceFor(SdkError.from(caught), word), details };
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
}

async function present(kind: CaptureKind['kind'], word: CaptureKind['word']): Promise<Omit<CaptureDetails, 'opened'>> {
  const { microphones, cameras } = await listDevices();
  return { deviceCount: (kind === 'audio' ? microphones : cameras).length, permission: await permissionOf(word) };
}

async function permissionOf(word: CaptureKind['word']): Promise<DevicePermission> {
  try {
    // A name that the browser does not know is a TypeError (Permissions §6.2.1).
    return (await navigator.permissions.query({ name: word })).state;
  } catch {
    return 'unknown';
  }
}

function adviceFor({ code, detail }: SdkError, word: CaptureKind['word']): string {
  switch (code) {
    case 'permission-denied':
      return `The page may not use the ${word}: allow it in the address bar or in the settings of browser and system.`;
    case 'deadline-exceeded':
      return `The browser asks whether the page may use the ${word}, and nobody has answered: look for its question.`;
    case 'not-found':
      return `There is no ${word}: plug one in. Without one you can still see and hear the others.`;
    case 'unavailable':
      return `The ${word} cannot be opened: close other programs that use it, or plug it in anew.`;
    case 'failed-precondition':
      return `The ${word} is out of reach: browsers give it only to pages loaded over https or from localhost.`;
    default:
      return `The ${word} cannot be used: ${redactText(detail)}.`;
  }
}
