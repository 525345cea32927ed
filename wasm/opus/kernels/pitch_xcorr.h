/* Bound in upstream's celt/pitch.h, in the place of celt_pitch_xcorr_c. */
#ifndef REMOTEMEDIA_PITCH_XCORR_H
#define REMOTEMEDIA_PITCH_XCORR_H

#define OVERRIDE_PITCH_XCORR

void celt_pitch_xcorr_wasm(const opus_val16 *x, const opus_val16 *y, opus_val32 *xcorr, int len, int max_pitch);

#define celt_pitch_xcorr(x, y, xcorr, len, max_pitch, arch)                                                            \
  ((void)(arch), celt_pitch_xcorr_wasm(x, y, xcorr, len, max_pitch))

#endif
