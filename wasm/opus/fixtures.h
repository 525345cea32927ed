/* What the two parts of the fixtures' program share. */
#ifndef REMOTEMEDIA_OPUS_FIXTURES_H
#define REMOTEMEDIA_OPUS_FIXTURES_H

#include "opus.h"

enum { LONGEST_FRAMES = 5760, LARGEST_PACKET = 6 * 1276 };

#define VOIP OPUS_APPLICATION_VOIP
#define AUDIO OPUS_APPLICATION_AUDIO
#define LOW OPUS_APPLICATION_RESTRICTED_LOWDELAY

/* Writes encode.txt, for which celt-fb-20-stereo.bin has to be in the folder. */
void make_report(const char *directory);

#endif
