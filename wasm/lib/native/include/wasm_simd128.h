/* The intrinsics that our kernels use, lane by lane in C. */
#pragma once
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/wasm/simd128.h>

/* SIMDe 0.8.2 ends these macros with a semicolon. */
#undef wasm_i8x16_const_splat
#undef wasm_u8x16_const_splat
#undef wasm_i16x8_const_splat
#undef wasm_u16x8_const_splat
#undef wasm_i32x4_const_splat
#undef wasm_u32x4_const_splat
#define wasm_i8x16_const_splat(a) simde_wasm_i8x16_splat(a)
#define wasm_u8x16_const_splat(a) simde_wasm_u8x16_splat(a)
#define wasm_i16x8_const_splat(a) simde_wasm_i16x8_splat(a)
#define wasm_u16x8_const_splat(a) simde_wasm_u16x8_splat(a)
#define wasm_i32x4_const_splat(a) simde_wasm_i32x4_splat(a)
#define wasm_u32x4_const_splat(a) simde_wasm_u32x4_splat(a)

/* And lacks these. */
#undef wasm_f32x4_const_splat
#define wasm_f32x4_const_splat(a) simde_wasm_f32x4_splat(a)
#undef wasm_f64x2_const_splat
#define wasm_f64x2_const_splat(a) simde_wasm_f64x2_splat(a)
