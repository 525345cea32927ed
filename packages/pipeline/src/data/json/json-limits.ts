/** What an item can be at most when it comes as JSON, so that a few words cannot ask for gigabytes. */

/** Samples of all channels. Source: the resource limits of upstream. */
export const MAX_SAMPLES = 10_000_000;
/** Bytes of pixels, of a packet, of a tensor: a picture of 4096×2160 in RGBA and a little more. */
export const MAX_BYTES = 37_748_736;
/** Pixels across or down. */
export const MAX_SIDE = 16_384;
/** Sounds of one mix. */
export const MAX_MIX = 64;
/** Characters of a name: a codec, a stream, a file. */
export const MAX_NAME_LENGTH = 4_096;
/** Dimensions of a tensor. */
export const MAX_DIMENSIONS = 32;
/** Hz: what Web Audio takes. Source: Web Audio API 1.1, section 1.9. */
export const MAX_SAMPLE_RATE = 768_000;
/** Channels. Source: the same. */
export const MAX_CHANNELS = 32;
