/*
 * What JavaScript calls of libopus. An object is one block of memory that libopus initialises; nothing else is
 * allocated, neither here nor by libopus, so closing an object gives everything back.
 *
 * Pointers come from bridge_alloc. All checks of arguments are made in TypeScript before a call; libopus checks
 * packets. Results below zero are libopus's error codes (opus_defines.h).
 */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

#include "export.h"
#include "opus.h"
#include "opus_multistream.h"

/*
 * Bytes that bridge_alloc gave out and did not get back. The one variable here: one per instance, which has no threads.
 */
static size_t used_bytes;

/* How much of the heap is in use; the same after an object was closed as before it was opened. */
uint32_t EXPORT(bridge_used_bytes)(void) { return (uint32_t)used_bytes; }

/* Room for an object, PCM or a packet; 0 when the heap may not grow any more. */
void *EXPORT(bridge_alloc)(uint32_t size) {
  void *block = malloc(size);
  if (block)
    used_bytes += malloc_usable_size(block);
  return block;
}

/* Gives room back; null is allowed. */
void EXPORT(bridge_free)(void *block) {
  if (block)
    used_bytes -= malloc_usable_size(block);
  free(block);
}

/* Gives back the block of an object that libopus refused, and passes its error on. */
static intptr_t object_or_error(void *object, int error) {
  if (error == OPUS_OK)
    return (intptr_t)object;
  bridge_free(object);
  return error;
}

/* An encoder, or an error below zero. */
intptr_t EXPORT(bridge_encoder_create)(int32_t sample_rate, int channels, int application) {
  OpusEncoder *encoder = bridge_alloc((uint32_t)opus_encoder_get_size(channels));
  if (!encoder)
    return OPUS_ALLOC_FAIL;
  return object_or_error(encoder, opus_encoder_init(encoder, sample_rate, channels, application));
}

/* Any OPUS_SET_..._REQUEST; they all take one integer. */
int EXPORT(bridge_encoder_set)(OpusEncoder *encoder, int request, int32_t value) {
  return opus_encoder_ctl(encoder, request, value);
}

/* Any OPUS_GET_..._REQUEST; they all give one integer of 32 bits. */
int EXPORT(bridge_encoder_get)(OpusEncoder *encoder, int request, int32_t *value) {
  return opus_encoder_ctl(encoder, request, value);
}

/* Forgets the sound so far and keeps the settings. */
int EXPORT(bridge_encoder_reset)(OpusEncoder *encoder) { return opus_encoder_ctl(encoder, OPUS_RESET_STATE); }

/* Encodes interleaved floats in [-1, 1]; gives the length of the packet. */
int EXPORT(bridge_encode_float)(OpusEncoder *encoder, const float *pcm, int frames, uint8_t *packet, int32_t capacity) {
  return opus_encode_float(encoder, pcm, frames, packet, capacity);
}

/* Encodes interleaved 16-bit samples; gives the length of the packet. */
int EXPORT(bridge_encode_int16)(OpusEncoder *encoder, const int16_t *pcm, int frames, uint8_t *packet,
                                int32_t capacity) {
  return opus_encode(encoder, pcm, frames, packet, capacity);
}

/* A decoder, or an error below zero. */
intptr_t EXPORT(bridge_decoder_create)(int32_t sample_rate, int channels) {
  OpusDecoder *decoder = bridge_alloc((uint32_t)opus_decoder_get_size(channels));
  if (!decoder)
    return OPUS_ALLOC_FAIL;
  return object_or_error(decoder, opus_decoder_init(decoder, sample_rate, channels));
}

/* Any OPUS_SET_..._REQUEST of a decoder. */
int EXPORT(bridge_decoder_set)(OpusDecoder *decoder, int request, int32_t value) {
  return opus_decoder_ctl(decoder, request, value);
}

/* Any OPUS_GET_..._REQUEST of a decoder. */
int EXPORT(bridge_decoder_get)(OpusDecoder *decoder, int request, int32_t *value) {
  return opus_decoder_ctl(decoder, request, value);
}

/* Forgets the sound so far and keeps the settings. */
int EXPORT(bridge_decoder_reset)(OpusDecoder *decoder) { return opus_decoder_ctl(decoder, OPUS_RESET_STATE); }

/* Decodes; a null packet is concealed, and with fec the frame before the packet is decoded. Gives sample-frames. */
int EXPORT(bridge_decode_float)(OpusDecoder *decoder, const uint8_t *packet, int32_t length, float *pcm, int frames,
                                int fec) {
  return opus_decode_float(decoder, packet, length, pcm, frames, fec);
}

/* As bridge_decode_float, with 16-bit samples. */
int EXPORT(bridge_decode_int16)(OpusDecoder *decoder, const uint8_t *packet, int32_t length, int16_t *pcm, int frames,
                                int fec) {
  return opus_decode(decoder, packet, length, pcm, frames, fec);
}

/* A decoder of several streams, or an error below zero. The mapping has one byte for each channel (RFC 7845, 5.1.1). */
intptr_t EXPORT(bridge_multistream_create)(int32_t sample_rate, int channels, int streams, int coupled,
                                           const uint8_t *mapping) {
  int32_t size = opus_multistream_decoder_get_size(streams, coupled);
  if (size <= 0)
    return OPUS_BAD_ARG;
  OpusMSDecoder *decoder = bridge_alloc((uint32_t)size);
  if (!decoder)
    return OPUS_ALLOC_FAIL;
  int error = opus_multistream_decoder_init(decoder, sample_rate, channels, streams, coupled, mapping);
  return object_or_error(decoder, error);
}

/* Any OPUS_SET_..._REQUEST that all streams share. */
int EXPORT(bridge_multistream_set)(OpusMSDecoder *decoder, int request, int32_t value) {
  return opus_multistream_decoder_ctl(decoder, request, value);
}

/* Any OPUS_GET_..._REQUEST; the final range is that of all streams, combined by exclusive or. */
int EXPORT(bridge_multistream_get)(OpusMSDecoder *decoder, int request, int32_t *value) {
  return opus_multistream_decoder_ctl(decoder, request, value);
}

/* Forgets the sound so far and keeps the settings. */
int EXPORT(bridge_multistream_reset)(OpusMSDecoder *decoder) {
  return opus_multistream_decoder_ctl(decoder, OPUS_RESET_STATE);
}

/* Decodes all streams of a packet; a null packet is concealed. Gives sample-frames. */
int EXPORT(bridge_multistream_decode)(OpusMSDecoder *decoder, const uint8_t *packet, int32_t length, float *pcm,
                                      int frames, int fec) {
  return opus_multistream_decode_float(decoder, packet, length, pcm, frames, fec);
}
