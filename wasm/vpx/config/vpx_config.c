#include "vpx/vpx_codec.h"

const char *vpx_codec_build_config(void) { return "wasm simd128"; }
