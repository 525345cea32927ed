/* Files that ask for MMX here use SSE2 only. */
#pragma once
#include <emmintrin.h>
