/**
 * Pipelines on video tracks. It is loaded when the first one is attached.
 *
 * @module
 */
export type { LineStats } from './line/line-stats.ts';
export type { StallChange } from './line/video-line.ts';
export { openVideoAttachment } from './open-video-attachment.ts';
export type { VideoAttachment } from './video-attachment.ts';
export type { VideoAttachmentOptions, VideoWay } from './video-attachment-options.ts';
