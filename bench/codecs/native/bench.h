// What the parts of the native bench share.
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

// A whole file in memory; owned by a cache that lives as long as the process.
typedef struct {
  const uint8_t *bytes;
  size_t size;
} File;

// What one measurement gave.
typedef struct {
  double elapsed_ms; // of the timed part
  long count;        // coded in the timed part: packets or pictures
  long bytes;        // of all packets, the untimed ones too
} Result;

// Reads a file, or finds it among those read before. Ends the process when it is not there.
File read_file(const char *path);

// Where outputs go that somebody wants to look at: each with its length (32 bits, little-endian) before it.
// "-" for nowhere, which all calls take as NULL.
typedef struct Sink Sink;
Sink *open_sink(const char *path);
void put_piece(Sink *sink, const void *bytes, size_t size);
void close_sink(Sink *sink);

// Goes through a file of such pieces. Gives 0 at its end.
int next_piece(File file, size_t *at, const uint8_t **bytes, size_t *size);

double now_ms(void);

// Ends the process with a message for people.
_Noreturn void fail(const char *what);

Result opus_encode_file(int argc, char **argv);
Result opus_decode_file(int argc, char **argv);
Result vpx_encode_file(int argc, char **argv);
Result vpx_decode_file(int argc, char **argv);

// Opens that many coders of a kind and lets each do some work, so that it has all the memory it wants.
void hold_opus(int is_encoder, int count, int argc, char **argv);
void hold_vpx(int is_encoder, int count, int argc, char **argv);

#endif
