import { SdkError } from '@remotemedia/base';

/** Nobody has subscribed to what a request was sent to. */
export function nobodyThere(subject: string): SdkError {
  return new SdkError('unavailable', `nobody listens to ${subject}`);
}

/** The bus could not be reached from the start. */
export function busAway(): SdkError {
  return new SdkError('unavailable', 'the bus between the servers cannot be reached; try again later');
}

/** No answer came; what was asked for may have been done. */
export function noAnswer(subject: string): SdkError {
  return new SdkError('deadline-exceeded', `no answer from ${subject}`);
}
