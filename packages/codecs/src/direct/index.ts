/**
 * The codecs without the platform's shape: synchronous, on the thread that calls, be it a page, a worker, an AudioWorklet
 * or Node. The cores with all their settings, and the four coders in their simplest form.
 *
 * @module
 */
export * from '../cores.ts';
export type { OpusEncoderConfig } from '../opus/index.ts';
export { AudioDecoder, type AudioDecoderConfig } from './audio-decoder.ts';
export { AudioEncoder, type AudioEncoderConfig } from './audio-encoder.ts';
export { VideoDecoder, type VideoDecoderConfig } from './video-decoder.ts';
export { VideoEncoder, type VideoEncoderConfig } from './video-encoder.ts';
export type { RawVideoFrame } from './video-frame.ts';
