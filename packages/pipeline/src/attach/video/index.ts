/**
 * Pipelines on video tracks. It is loaded when the first one is attached.
 *
 * @module
 */
export { openVideoAttachment } from './open-video-attachment.ts';
