import { SdkError } from '@remotemedia/base';

/** What was asked for when a device could not be opened; it chooses the words of the error. */
export type CaptureSubject = 'the camera' | 'the microphone' | 'the camera and the microphone' | 'the screen';

/**
 * Turns what `getUserMedia` rejected with into an error in words that people understand. Names of errors:
 * Media Capture and Streams, §10 `getUserMedia()`.
 *
 * @returns `permission-denied` when the user, the browser or the page's policy said no; `not-found` when there is
 *   no such device (or none that fits); `unavailable` when another program has it or the hardware failed;
 *   `cancelled` for an abort; `invalid-argument` for constraints that make no sense; `failed-precondition` where the
 *   browser wants a gesture of the user first (Screen Capture, §5.1 `getDisplayMedia`); `unknown` for the rest
 */
export function mediaFault(caught: unknown, subject: CaptureSubject): SdkError {
  if (caught instanceof SdkError) return caught;
  const cause = { cause: caught };
  switch (nameOf(caught)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new SdkError('permission-denied', `the browser was not allowed to use ${subject}`, cause);
    case 'NotFoundError':
      return new SdkError('not-found', `this device does not have ${subject}`, cause);
    case 'OverconstrainedError':
      return new SdkError('not-found', `${subject} that was asked for is not there any more`, cause);
    case 'NotReadableError':
    case 'AbortError':
      return new SdkError('unavailable', `${subject} cannot be opened; another program may be using it`, cause);
    case 'InvalidStateError':
      return new SdkError('failed-precondition', `${subject} can only be asked for in a click or a key press`, cause);
    case 'TypeError':
      return new SdkError('invalid-argument', `nothing sensible was asked of ${subject}`, cause);
    default:
      return SdkError.from(caught);
  }
}

/** The error of a page that may not capture at all, because it was not loaded over https or from this machine. */
export function insecureContextFault(): SdkError {
  return new SdkError(
    'failed-precondition',
    'browsers give camera and microphone only to pages loaded over https or from localhost',
  );
}

function nameOf(caught: unknown): string {
  return caught instanceof Error || caught instanceof DOMException ? caught.name : '';
}
