/*
 * Makes encode.txt, which tells how well the native encoder does on sound that both can make exactly: what the decoder
 * makes of celt-fb-20-stereo.bin. A line for each setting: application, bitrate, complexity, bytes of all packets,
 * segmental signal to noise in dB, and the checksum of each packet.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixtures.h"

enum { CLIP_PACKETS = 50, FRAMES = 960 };

/* The first second of a stream of this program, as the decoder gives it. */
static void read_clip(const char *directory, int16_t *pcm) {
  char path[512];
  int error;
  uint8_t head[13], packet[LARGEST_PACKET];
  snprintf(path, sizeof path, "%s/celt-fb-20-stereo.bin", directory);
  FILE *file = fopen(path, "rb");
  OpusDecoder *decoder = opus_decoder_create(48000, 2, &error);
  if (!file || !decoder || fread(head, 1, 8, file) != 8)
    abort();
  for (int i = 0; i < CLIP_PACKETS; i++) {
    if (fread(head, 1, 13, file) != 13)
      abort();
    int size = head[11] | head[12] << 8;
    if (fread(packet, 1, (size_t)size, file) != (size_t)size)
      abort();
    if (opus_decode(decoder, packet, size, pcm + i * FRAMES * 2, FRAMES, 0) != FRAMES)
      abort();
  }
  opus_decoder_destroy(decoder);
  fclose(file);
}

/* The mean over frames of their signal to noise, each between -10 and 35 dB; frames of silence do not count. */
static double segmental_snr(const int16_t *wanted, const int16_t *got, int delay) {
  double total = 0;
  int counted = 0;
  for (int i = 0; i < CLIP_PACKETS - 1; i++) {
    double signal = 0, noise = 0;
    for (int k = i * FRAMES * 2; k < (i + 1) * FRAMES * 2; k++) {
      double x = wanted[k], d = x - got[k + 2 * delay];
      signal += x * x;
      noise += d * d;
    }
    if (signal < 1e6)
      continue;
    double db = 10 * log10(signal / (noise + 1));
    total += db < -10 ? -10 : db > 35 ? 35 : db;
    counted++;
  }
  return total / counted;
}

static void measure_encoder(FILE *report, const int16_t *clip, const char *name, int application, int bitrate,
                            int complexity) {
  static int16_t out[CLIP_PACKETS * FRAMES * 2];
  uint8_t packet[LARGEST_PACKET];
  uint32_t sums[CLIP_PACKETS];
  int error, bytes = 0;
  int32_t lookahead = 0;
  OpusEncoder *encoder = opus_encoder_create(48000, 2, application, &error);
  OpusDecoder *decoder = opus_decoder_create(48000, 2, &error);
  opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitrate));
  opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity));
  opus_encoder_ctl(encoder, OPUS_GET_LOOKAHEAD(&lookahead));
  for (int i = 0; i < CLIP_PACKETS; i++) {
    int size = opus_encode(encoder, clip + i * FRAMES * 2, FRAMES, packet, LARGEST_PACKET);
    if (size < 0 || opus_decode(decoder, packet, size, out + i * FRAMES * 2, FRAMES, 0) != FRAMES)
      abort();
    bytes += size;
    sums[i] = 0;
    for (int k = 0; k < size; k++)
      sums[i] = sums[i] * 31 + packet[k];
  }
  fprintf(report, "%s %d %d %d %.2f", name, bitrate, complexity, bytes, segmental_snr(clip, out, lookahead));
  for (int i = 0; i < CLIP_PACKETS; i++)
    fprintf(report, " %u", sums[i]);
  fputc('\n', report);
  opus_encoder_destroy(encoder);
  opus_decoder_destroy(decoder);
}

void make_report(const char *directory) {
  static int16_t clip[CLIP_PACKETS * FRAMES * 2];
  char path[512];
  snprintf(path, sizeof path, "%s/encode.txt", directory);
  FILE *report = fopen(path, "w");
  if (!report)
    abort();
  read_clip(directory, clip);
  for (int complexity = 0; complexity <= 10; complexity += 5) {
    measure_encoder(report, clip, "voip", VOIP, 12000, complexity);
    measure_encoder(report, clip, "voip", VOIP, 24000, complexity);
    measure_encoder(report, clip, "voip", VOIP, 48000, complexity);
    measure_encoder(report, clip, "audio", AUDIO, 32000, complexity);
    measure_encoder(report, clip, "audio", AUDIO, 128000, complexity);
    measure_encoder(report, clip, "lowdelay", LOW, 64000, complexity);
  }
  fclose(report);
}
