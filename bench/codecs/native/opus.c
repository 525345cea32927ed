// Opus: frames of 20 ms, 48 kHz, 16-bit samples.

#include "bench.h"
#include <opus.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE_RATE = 48000, FRAME = 960, MAX_PACKET = 4000, HELD_FRAMES = 5 };

// What a call of libopus gave, if it is no error.
static int checked(int value) {
  if (value < 0) fail(opus_strerror(value));
  return value;
}

// CHANNELS voip|audio BITRATE COMPLEXITY
static OpusEncoder *open_encoder(char **argv) {
  int error;
  const int application = strcmp(argv[1], "voip") == 0 ? OPUS_APPLICATION_VOIP : OPUS_APPLICATION_AUDIO;
  OpusEncoder *encoder = opus_encoder_create(SAMPLE_RATE, atoi(argv[0]), application, &error);
  if (error != OPUS_OK) fail(opus_strerror(error));
  opus_encoder_ctl(encoder, OPUS_SET_BITRATE(atoi(argv[2])));
  opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(atoi(argv[3])));
  return encoder;
}

static OpusDecoder *open_decoder(int channels) {
  int error;
  OpusDecoder *decoder = opus_decoder_create(SAMPLE_RATE, channels, &error);
  if (error != OPUS_OK) fail(opus_strerror(error));
  return decoder;
}

// PCM CHANNELS voip|audio BITRATE COMPLEXITY PACKETS
Result opus_encode_file(int argc, char **argv) {
  if (argc != 6) fail("opus-encode PCM CHANNELS APPLICATION BITRATE COMPLEXITY PACKETS");
  const File file = read_file(argv[0]);
  const opus_int16 *pcm = (const opus_int16 *)(const void *)file.bytes;
  const int channels = atoi(argv[1]);
  const long count = (long)(file.size / sizeof *pcm) / channels / FRAME;
  Sink *sink = open_sink(argv[5]);
  OpusEncoder *encoder = open_encoder(argv + 1);
  Result result = {0, count, 0};
  unsigned char packet[MAX_PACKET];
  const double start = now_ms();
  for (long i = 0; i < count; i++) {
    const int size = checked(opus_encode(encoder, pcm + i * FRAME * channels, FRAME, packet, MAX_PACKET));
    result.bytes += size;
    put_piece(sink, packet, (size_t)size);
  }
  result.elapsed_ms = now_ms() - start;
  opus_encoder_destroy(encoder);
  close_sink(sink);
  return result;
}

// PACKETS CHANNELS PASSES PCM
Result opus_decode_file(int argc, char **argv) {
  if (argc != 4) fail("opus-decode PACKETS CHANNELS PASSES PCM");
  const File file = read_file(argv[0]);
  const int channels = atoi(argv[1]);
  Sink *sink = open_sink(argv[3]);
  OpusDecoder *decoder = open_decoder(channels);
  opus_int16 pcm[FRAME * 2];
  Result result = {0};
  const double start = now_ms();
  for (int pass = atoi(argv[2]); pass > 0; pass--) {
    const uint8_t *packet;
    size_t size;
    for (size_t at = 0; next_piece(file, &at, &packet, &size); result.count++) {
      const int samples = checked(opus_decode(decoder, packet, (opus_int32)size, pcm, FRAME, 0));
      result.bytes += (long)size;
      put_piece(sink, pcm, (size_t)samples * (size_t)channels * sizeof *pcm);
    }
  }
  result.elapsed_ms = now_ms() - start;
  opus_decoder_destroy(decoder);
  close_sink(sink);
  return result;
}

// Encoders: PCM CHANNELS APPLICATION BITRATE COMPLEXITY. Decoders: PACKETS CHANNELS.
void hold_opus(int is_encoder, int count, int argc, char **argv) {
  if (argc < 2) fail("hold opus-… COUNT FILE CHANNELS …");
  const File file = read_file(argv[0]);
  const int channels = atoi(argv[1]);
  unsigned char packet[MAX_PACKET];
  opus_int16 pcm[FRAME * 2];
  for (int i = 0; i < count; i++) {
    if (is_encoder) {
      OpusEncoder *encoder = open_encoder(argv + 1);
      const opus_int16 *samples = (const opus_int16 *)(const void *)file.bytes;
      for (int k = 0; k < HELD_FRAMES; k++) {
        checked(opus_encode(encoder, samples + k * FRAME * channels, FRAME, packet, MAX_PACKET));
      }
    } else {
      OpusDecoder *decoder = open_decoder(channels);
      const uint8_t *piece;
      size_t size, at = 0;
      for (int k = 0; k < HELD_FRAMES && next_piece(file, &at, &piece, &size); k++) {
        checked(opus_decode(decoder, piece, (opus_int32)size, pcm, FRAME, 0));
      }
    }
  }
}
