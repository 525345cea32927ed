#include "decoder.h"

vpx_codec_iface_t *codec_interface(void) { return vpx_codec_vp9_dx(); }

/* Here the library itself has a limit: DECODE_AREA_LIMIT in its configuration. */
int codec_is_too_large(const uint8_t *packet, int bytes) {
  (void)packet;
  (void)bytes;
  return 0;
}
