import { Members } from '../idl/dictionaries.ts';

/** What is known of a picture beside itself. Source: WebCodecs VideoFrame Metadata Registry. */
export interface VideoFrameMetadata {
  /** Whether the camera blurs the background. */
  backgroundBlur?: unknown;
  /** Which parts are background. */
  backgroundSegmentationMask?: unknown;
  /** When it was captured, ms since the time origin. */
  captureTime?: number;
  /** When it was received, ms since the time origin. */
  receiveTime?: number;
  /** The RTP timestamp it came with. */
  rtpTimestamp?: number;
}

const NAMES = ['backgroundBlur', 'backgroundSegmentationMask', 'captureTime', 'receiveTime', 'rtpTimestamp'];

/**
 * A copy of the members that are registered. Source: WebCodecs §9.4.7, Copy VideoFrame metadata.
 *
 * @throws {DOMException} `DataCloneError` for what cannot be copied
 */
export function copyMetadata(value: unknown, what = 'metadata'): VideoFrameMetadata {
  const members = new Members(value, what);
  const copy: VideoFrameMetadata = {};
  for (const name of NAMES) {
    const member = members.optional(name, (given): unknown => structuredClone(given));
    if (member !== undefined) Object.assign(copy, { [name]: member });
  }
  return copy;
}
