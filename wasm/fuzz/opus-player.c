/* Commands of Opus, through the functions that JavaScript calls. See lib/fuzz/opus-player.mjs for the same on the
 * WebAssembly. */
#include "player.h"

#include <stdlib.h>

#include "opus.h"
#include "opus_multistream.h"

void *bridge_alloc(uint32_t size);
void bridge_free(void *block);
uint32_t bridge_used_bytes(void);
intptr_t bridge_decoder_create(int32_t sample_rate, int channels);
int bridge_decoder_set(OpusDecoder *decoder, int request, int32_t value);
int bridge_decoder_get(OpusDecoder *decoder, int request, int32_t *value);
int bridge_decoder_reset(OpusDecoder *decoder);
int bridge_decode_float(OpusDecoder *decoder, const uint8_t *packet, int32_t length, float *pcm, int frames, int fec);
int bridge_decode_int16(OpusDecoder *decoder, const uint8_t *packet, int32_t length, int16_t *pcm, int frames, int fec);
intptr_t bridge_multistream_create(int32_t sample_rate, int channels, int streams, int coupled, const uint8_t *mapping);
int bridge_multistream_get(OpusMSDecoder *decoder, int request, int32_t *value);
int bridge_multistream_reset(OpusMSDecoder *decoder);
int bridge_multistream_decode(OpusMSDecoder *decoder, const uint8_t *packet, int32_t length, float *pcm, int frames,
                              int fec);

static OpusDecoder *single;
static OpusMSDecoder *multi;
static int channels;

static answer close_all(void) {
  bridge_free(single);
  bridge_free(multi);
  single = NULL;
  multi = NULL;
  /* What is not given back would grow from script to script. */
  return (answer){(int32_t)bridge_used_bytes(), 0};
}

static answer open_single(const command *asked) {
  close_all();
  channels = asked->b;
  const intptr_t made = bridge_decoder_create(asked->a, asked->b);
  /* An error is a small number below zero; an address is not. */
  if (made > -100 && made <= 0)
    return (answer){(int32_t)made, 0};
  single = (OpusDecoder *)made;
  return (answer){0, 0};
}

static answer open_multi(const command *asked) {
  close_all();
  channels = asked->b;
  if (asked->length < (uint32_t)channels)
    return (answer){OPUS_BAD_ARG, 0};
  const intptr_t made =
      bridge_multistream_create(asked->a, asked->b, asked->c >> 8, asked->c & 255, asked->bytes);
  if (made > -100 && made <= 0)
    return (answer){(int32_t)made, 0};
  multi = (OpusMSDecoder *)made;
  return (answer){0, 0};
}

static answer decode(const command *asked) {
  const int is_int16 = asked->kind == 'i';
  const size_t sample_bytes = is_int16 ? sizeof(int16_t) : sizeof(float);
  if (!single && !multi)
    return (answer){OPUS_INVALID_STATE, 0};
  void *pcm = malloc((size_t)asked->a * (size_t)channels * sample_bytes + 1);
  const uint8_t *packet = asked->bytes;
  const int32_t length = (int32_t)asked->length;
  int32_t range = 0;
  int frames;
  if (multi) {
    frames = bridge_multistream_decode(multi, packet, length, pcm, asked->a, asked->b);
    bridge_multistream_get(multi, OPUS_GET_FINAL_RANGE_REQUEST, &range);
  } else {
    frames = is_int16 ? bridge_decode_int16(single, packet, length, pcm, asked->a, asked->b)
                      : bridge_decode_float(single, packet, length, pcm, asked->a, asked->b);
    bridge_decoder_get(single, OPUS_GET_FINAL_RANGE_REQUEST, &range);
  }
  answer given = {frames, (uint32_t)range};
  if (frames > 0) {
    const uint32_t sum = checksum(CHECKSUM_START, &range, sizeof(range));
    given.checksum = checksum(sum, pcm, (size_t)frames * (size_t)channels * sample_bytes);
  }
  free(pcm);
  return given;
}

answer obey(const command *asked) {
  switch (asked->kind) {
  case 'o': return open_single(asked);
  case 'm': return open_multi(asked);
  case 'd':
  case 'i': return decode(asked);
  case 's': return (answer){single ? bridge_decoder_set(single, asked->a, asked->b) : OPUS_INVALID_STATE, 0};
  case 'r':
    if (single)
      return (answer){bridge_decoder_reset(single), 0};
    return (answer){multi ? bridge_multistream_reset(multi) : OPUS_INVALID_STATE, 0};
  case 'x': return close_all();
  }
  return (answer){OPUS_BAD_ARG, 0};
}
