/*
 * Makes the fixtures of packages/codecs/src/opus/fixtures with the native libopus: streams of every mode, sample rate,
 * channel count and frame size, with what the native decoder makes of them.
 *
 * usage: fixtures DIRECTORY
 *
 * A stream is a file of records. Each begins with a byte: 'p' a packet, 'c' a loss that is concealed, 'f' a loss that
 * is mended from the packet that follows in the record. Then come the decoder's final range (4 bytes), the
 * sample-frames it made (2), a checksum of the 16-bit samples (4), and the packet: its length (2) and bytes. All
 * numbers are little-endian. The checksum is h = h * 31 + sample, over unsigned 16-bit samples. A packet that the
 * decoder refuses has 0 sample-frames. A file begins with the decoder's sample rate (4), channels (1), gain (2) and
 * flags (1): 1 for no inverted phases, 2 for samples behind each record, where the order of additions may differ:
 * CELT's concealment looks for the pitch in floats.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixtures.h"

typedef struct {
  const char *name;
  int input_rate, output_rate, channels, output_channels, application, bitrate;
  double frame_ms;
  int bandwidth, signal, dtx, fec, loss_percent, complexity, cbr, no_prediction, no_inversion, gain;
  int damage; /* every so many packets one is changed, 0 for none */
  int packets;
  int samples; /* whether they are written out */
} stream;

/* The same numbers on each machine. */
static uint32_t random_bits(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* Pulses through two resonances, like a voice, with pauses; behind it, in the second half, a chord. */
static void make_sound(float *pcm, int frames, int rate, int channels, int start) {
  static double near1, far1, near2, far2, phase;
  static uint32_t noise;
  if (start == 0)
    near1 = far1 = near2 = far2 = phase = 0, noise = 7;
  for (int i = 0; i < frames; i++) {
    double t = (double)(start + i) / rate;
    phase += (120 + 30 * sin(t * 3)) / rate;
    double pulse = phase >= 1 ? 1 : 0;
    phase -= pulse;
    double loud = sin(t * 5) > 0 ? sin(t * 5) : 0;
    double x = (pulse + 0.02 * (random_bits(&noise) / 16777216.0 - 0.5)) * loud, r = 1 - 250.0 / rate;
    double y = x + 2 * r * cos(6.2831853 * 700 / rate) * near1 - r * r * far1;
    far1 = near1, near1 = y;
    double z = y * 0.3 + 2 * r * cos(6.2831853 * 1900 / rate) * near2 - r * r * far2;
    far2 = near2, near2 = z;
    double chord = sin(t) < 0 ? 0.1 * (sin(t * 2765) + sin(t * 3483) + sin(t * 9000)) : 0;
    for (int c = 0; c < channels; c++) {
      double sum = z * 0.1 * (c ? 0.6 : 1) + chord * (c ? 1 : 0.5);
      /* Far enough from full scale that no decoder clips. */
      pcm[i * channels + c] = (float)(0.6 * sum / (1 + fabs(sum)));
    }
  }
}

static void put(FILE *file, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; i++)
    fputc((int)(value >> (8 * i)) & 255, file);
}

/* Decodes natively and writes a record. */
static void record(FILE *file, OpusDecoder *decoder, const stream *s, char kind, const uint8_t *packet, int size,
                   int frames) {
  static int16_t pcm[LONGEST_FRAMES * 2];
  uint32_t hash = 0, range = 0;
  int made = opus_decode(decoder, kind == 'c' ? NULL : packet, kind == 'c' ? 0 : size, pcm,
                         kind == 'p' ? LONGEST_FRAMES : frames, kind == 'f');
  if (made < 0)
    made = 0;
  opus_decoder_ctl(decoder, OPUS_GET_FINAL_RANGE(&range));
  for (int i = 0; i < made * s->output_channels; i++)
    hash = hash * 31 + (uint16_t)pcm[i];
  fputc(kind, file);
  put(file, range, 4);
  put(file, (uint32_t)(kind == 'p' ? made : frames), 2);
  put(file, hash, 4);
  if (kind == 'c')
    size = 0;
  put(file, (uint32_t)size, 2);
  fwrite(packet, 1, (size_t)size, file);
  for (int i = 0; s->samples && i < made * s->output_channels; i++)
    put(file, (uint16_t)pcm[i], 2);
}

static OpusEncoder *encoder_of(const stream *s) {
  int error;
  OpusEncoder *e = opus_encoder_create(s->input_rate, s->channels, s->application, &error);
  if (error != OPUS_OK)
    abort();
  opus_encoder_ctl(e, OPUS_SET_BITRATE(s->bitrate));
  opus_encoder_ctl(e, OPUS_SET_VBR(!s->cbr));
  opus_encoder_ctl(e, OPUS_SET_COMPLEXITY(s->complexity ? s->complexity : 10));
  if (s->bandwidth)
    opus_encoder_ctl(e, OPUS_SET_BANDWIDTH(s->bandwidth));
  if (s->signal)
    opus_encoder_ctl(e, OPUS_SET_SIGNAL(s->signal));
  opus_encoder_ctl(e, OPUS_SET_DTX(s->dtx));
  opus_encoder_ctl(e, OPUS_SET_INBAND_FEC(s->fec));
  opus_encoder_ctl(e, OPUS_SET_PACKET_LOSS_PERC(s->loss_percent));
  opus_encoder_ctl(e, OPUS_SET_PREDICTION_DISABLED(s->no_prediction));
  return e;
}

/* Losses come by chance; a lost packet is mended from the next one if the stream has FEC, else concealed. */
static void make_stream(const char *directory, const stream *s) {
  char path[512];
  int error;
  static float pcm[LONGEST_FRAMES * 2];
  static uint8_t packet[LARGEST_PACKET];
  uint32_t chance = (uint32_t)s->packets * 77u + (uint32_t)s->bitrate;
  int frames = (int)(s->input_rate * s->frame_ms / 1000), lost = 0;
  snprintf(path, sizeof path, "%s/%s.bin", directory, s->name);
  FILE *file = fopen(path, "wb");
  OpusEncoder *encoder = encoder_of(s);
  OpusDecoder *decoder = opus_decoder_create(s->output_rate, s->output_channels, &error);
  if (!file || !decoder)
    abort();
  opus_decoder_ctl(decoder, OPUS_SET_GAIN(s->gain));
  opus_decoder_ctl(decoder, OPUS_SET_PHASE_INVERSION_DISABLED(s->no_inversion));
  put(file, (uint32_t)s->output_rate, 4);
  put(file, (uint32_t)s->output_channels, 1);
  put(file, (uint32_t)(uint16_t)s->gain, 2);
  put(file, (uint32_t)(s->no_inversion | s->samples << 1), 1);
  for (int i = 0; i < s->packets; i++) {
    make_sound(pcm, frames, s->input_rate, s->channels, i * frames);
    int size = opus_encode_float(encoder, pcm, frames, packet, LARGEST_PACKET);
    if (size < 0)
      abort();
    int out = (int)(s->output_rate * s->frame_ms / 1000);
    if (lost)
      record(file, decoder, s, s->fec ? 'f' : 'c', packet, size, out);
    lost = s->loss_percent && random_bits(&chance) % 100 < (uint32_t)s->loss_percent;
    if (lost)
      continue;
    if (s->damage && i % s->damage == s->damage - 1) {
      if (random_bits(&chance) % 2)
        size = 1 + (int)(random_bits(&chance) % (uint32_t)size);
      for (int k = (int)(random_bits(&chance) % 4); k > 0; k--)
        packet[random_bits(&chance) % (uint32_t)size] ^= 1u << random_bits(&chance) % 8;
    }
    record(file, decoder, s, 'p', packet, size, out);
  }
  opus_encoder_destroy(encoder);
  opus_decoder_destroy(decoder);
  fclose(file);
}

#define NB OPUS_BANDWIDTH_NARROWBAND
#define MB OPUS_BANDWIDTH_MEDIUMBAND
#define WB OPUS_BANDWIDTH_WIDEBAND
#define SWB OPUS_BANDWIDTH_SUPERWIDEBAND
#define FB OPUS_BANDWIDTH_FULLBAND
#define VOICE OPUS_SIGNAL_VOICE

/* name, input rate, output rate, channels in and out, application, bit/s, ms, then by name */
static const stream STREAMS[] = {
    {"silk-nb-10", 8000, 8000, 1, 1, VOIP, 8000, 10, .bandwidth = NB, .signal = VOICE, .packets = 80},
    {"silk-nb-60-up", 8000, 48000, 1, 2, VOIP, 7000, 60, .bandwidth = NB, .signal = VOICE, .packets = 16},
    {"silk-mb-20", 12000, 12000, 1, 1, VOIP, 12000, 20, .bandwidth = MB, .signal = VOICE, .packets = 40},
    {"silk-mb-40-stereo", 48000, 24000, 2, 2, VOIP, 24000, 40, .bandwidth = MB, .signal = VOICE, .packets = 24},
    {"silk-wb-20", 16000, 16000, 1, 1, VOIP, 16000, 20, .bandwidth = WB, .signal = VOICE, .packets = 50},
    {"silk-wb-60-stereo", 16000, 48000, 2, 2, VOIP, 30000, 60, .bandwidth = WB, .signal = VOICE, .packets = 16},
    {"silk-wb-fec", 48000, 48000, 1, 1, VOIP, 24000, 20, .bandwidth = WB, .signal = VOICE, .fec = 1, .loss_percent = 20,
     .packets = 60},
    {"silk-wb-loss-stereo", 16000, 16000, 2, 2, VOIP, 32000, 20, .bandwidth = WB, .signal = VOICE, .loss_percent = 25,
     .packets = 50},
    {"silk-dtx", 16000, 16000, 1, 1, VOIP, 16000, 20, .bandwidth = WB, .signal = VOICE, .dtx = 1, .packets = 150},
    {"silk-independent", 48000, 48000, 1, 1, VOIP, 16000, 20, .signal = VOICE, .no_prediction = 1, .packets = 30},
    {"hybrid-swb-10", 24000, 24000, 1, 1, VOIP, 24000, 10, .bandwidth = SWB, .signal = VOICE, .packets = 60},
    {"hybrid-fb-20", 48000, 48000, 1, 1, VOIP, 32000, 20, .bandwidth = FB, .signal = VOICE, .packets = 50},
    {"hybrid-fb-stereo-fec", 48000, 48000, 2, 2, VOIP, 56000, 20, .bandwidth = FB, .signal = VOICE, .fec = 1,
     .loss_percent = 15, .packets = 40},
    {"hybrid-fb-to-mono", 48000, 16000, 2, 1, VOIP, 48000, 20, .bandwidth = FB, .signal = VOICE, .packets = 30},
    {"celt-nb-2.5", 8000, 8000, 1, 1, LOW, 24000, 2.5, .bandwidth = NB, .packets = 160},
    {"celt-wb-5", 16000, 48000, 1, 1, LOW, 32000, 5, .bandwidth = WB, .packets = 100},
    {"celt-swb-10-stereo", 24000, 24000, 2, 2, LOW, 64000, 10, .bandwidth = SWB, .packets = 60},
    {"celt-fb-20-stereo", 48000, 48000, 2, 2, AUDIO, 128000, 20, .bandwidth = FB, .packets = 50},
    {"celt-fb-2.5-stereo", 48000, 48000, 2, 2, LOW, 160000, 2.5, .packets = 150},
    {"celt-cbr-mono-to-stereo", 48000, 48000, 1, 2, AUDIO, 64000, 20, .cbr = 1, .packets = 40},
    {"celt-loss", 48000, 12000, 1, 1, LOW, 64000, 20, .loss_percent = 20, .packets = 50, .samples = 1},
    {"celt-no-inversion", 48000, 12000, 2, 2, LOW, 48000, 20, .no_inversion = 1, .packets = 40},
    {"celt-gain", 48000, 48000, 2, 2, LOW, 64000, 10, .gain = 2000, .packets = 50},
    {"celt-low-complexity", 48000, 48000, 1, 1, LOW, 48000, 20, .complexity = 1, .packets = 40},
    {"long-80", 48000, 48000, 1, 1, AUDIO, 40000, 80, .packets = 12},
    {"long-100-stereo", 48000, 48000, 2, 2, VOIP, 64000, 100, .packets = 10},
    {"long-120-loss", 48000, 24000, 1, 1, VOIP, 16000, 120, .loss_percent = 30, .packets = 14},
    {"switching", 48000, 48000, 2, 2, AUDIO, 22000, 20, .packets = 200},
    {"damaged-silk", 16000, 48000, 1, 1, VOIP, 20000, 20, .signal = VOICE, .damage = 3, .packets = 90},
    {"damaged-hybrid", 48000, 48000, 2, 2, VOIP, 48000, 20, .bandwidth = FB, .signal = VOICE, .damage = 3,
     .packets = 60},
    {"damaged-celt", 48000, 48000, 2, 2, LOW, 64000, 10, .damage = 3, .packets = 90},
    {"damaged-long", 48000, 48000, 1, 1, VOIP, 32000, 120, .damage = 2, .packets = 12},
};

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: fixtures DIRECTORY\n");
    return 2;
  }
  for (size_t i = 0; i < sizeof STREAMS / sizeof *STREAMS; i++)
    make_stream(arguments[1], &STREAMS[i]);
  make_report(arguments[1]);
  return 0;
}
