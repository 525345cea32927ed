/** Codecs by upstream's names. */
export const VIDEO_CODECS = ['Vp8', 'Vp9', 'H264', 'Av1'] as const;

/** One of {@link VIDEO_CODECS}. */
export type VideoCodec = (typeof VIDEO_CODECS)[number];
