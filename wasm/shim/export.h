/* Marks a function of a bridge that JavaScript may call:
 *
 *   int EXPORT(opus_open)(int sample_rate) { … }
 */
#ifndef REMOTEMEDIA_EXPORT_H
#define REMOTEMEDIA_EXPORT_H

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name))) name
#else
/* The same bridges are built natively for sanitizers. */
#define EXPORT(name) name
#endif

#endif
