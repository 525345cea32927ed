/* AVX2 intrinsics, which SIMDe maps to WebAssembly SIMD. */
#pragma once
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx2.h>
