import { SdkError, type SdkErrorCode } from '@remotemedia/base';

/** What libopus's error codes mean here (opus_defines.h). */
const CODES: Readonly<Record<number, readonly [SdkErrorCode, string]>> = {
  [-1]: ['invalid-argument', 'libopus refused an argument'],
  [-2]: ['resource-exhausted', 'the room for the result is too small'],
  [-3]: ['internal', 'libopus failed inside; with inbandFec use shorter packets or a lower bitrate'],
  [-4]: ['data-loss', 'the packet is no valid Opus packet'],
  [-5]: ['unimplemented', 'libopus does not know the request'],
  [-6]: ['failed-precondition', 'the object is in no state for this'],
  [-7]: ['resource-exhausted', "the codec's heap is full: close objects that are not needed"],
};

/** The error for a result of libopus below zero. @param doing what was called */
export function opusError(status: number, doing: string): SdkError {
  const [code, detail] = CODES[status] ?? ['internal', `libopus gave the unknown error ${status}`];
  return new SdkError(code, `${doing}: ${detail}`);
}
