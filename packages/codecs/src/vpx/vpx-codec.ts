/** The codecs of libvpx. Sources: RFC 6386 (VP8), VP9 Bitstream & Decoding Process Specification 0.7. */
export type VpxCodec = 'vp8' | 'vp9';
