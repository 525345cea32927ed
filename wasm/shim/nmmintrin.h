/* SSE4.2 intrinsics, which SIMDe maps to WebAssembly SIMD. */
#pragma once
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/sse4.2.h>
