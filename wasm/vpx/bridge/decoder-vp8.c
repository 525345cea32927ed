#include "decoder.h"

vpx_codec_iface_t *codec_interface(void) { return vpx_codec_vp8_dx(); }

/* Only key frames have a size: two times 14 bits behind the tag of three bytes and the start code (RFC 6386, 9.1). */
int codec_is_too_large(const uint8_t *packet, int bytes) {
  if (bytes < 10 || (packet[0] & 1)) return 0;
  const int width = packet[6] | (packet[7] & 0x3f) << 8;
  const int height = packet[8] | (packet[9] & 0x3f) << 8;
  return width * height > MAX_PIXELS;
}
