/* libvpx includes it where it needs SSE2 only. */
#include <emmintrin.h>
