// Inputs and outputs of the native bench.

#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 64 };

struct Sink {
  FILE *file;
};

static File load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) fail(path);
  const size_t size = (size_t)ftell(file);
  uint8_t *bytes = malloc(size);
  rewind(file);
  if (!bytes || fread(bytes, 1, size, file) != size) fail(path);
  fclose(file);
  return (File){bytes, size};
}

File read_file(const char *path) {
  static struct {
    char path[512];
    File file;
  } cache[MAX_FILES];
  static int count;
  for (int i = 0; i < count; i++) {
    if (strcmp(cache[i].path, path) == 0) return cache[i].file;
  }
  if (count == MAX_FILES || strlen(path) >= sizeof cache->path) fail("too many files, or too long a path");
  memcpy(cache[count].path, path, strlen(path) + 1);
  cache[count].file = load(path);
  return cache[count++].file;
}

Sink *open_sink(const char *path) {
  if (strcmp(path, "-") == 0) return NULL;
  Sink *sink = malloc(sizeof *sink);
  if (!sink || !(sink->file = fopen(path, "wb"))) fail(path);
  return sink;
}

void put_piece(Sink *sink, const void *bytes, size_t size) {
  if (!sink) return;
  const uint8_t length[4] = {(uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16), (uint8_t)(size >> 24)};
  if (fwrite(length, 1, 4, sink->file) != 4 || fwrite(bytes, 1, size, sink->file) != size) fail("cannot write");
}

void close_sink(Sink *sink) {
  if (!sink) return;
  if (fclose(sink->file) != 0) fail("cannot write");
  free(sink);
}

int next_piece(File file, size_t *at, const uint8_t **bytes, size_t *size) {
  if (*at + 4 > file.size) return 0;
  const uint8_t *length = file.bytes + *at;
  *size = (size_t)length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 | (size_t)length[3] << 24;
  if (*size > file.size - *at - 4) fail("a piece is longer than its file");
  *bytes = length + 4;
  *at += 4 + *size;
  return 1;
}
