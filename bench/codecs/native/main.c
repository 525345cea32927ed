// The native side of the codec bench: libopus and libvpx as they are, one thread. Reads commands from stdin, one in a
// line, and answers each with one line of JSON, so that a process stays warm between measurements.

#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ARGUMENTS = 16, MAX_LINE = 4096 };

double now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void fail(const char *what) {
  fprintf(stderr, "native bench: %s\n", what);
  exit(1);
}

static int split(char *line, char **words) {
  int count = 0;
  for (char *word = strtok(line, " \n"); word && count < MAX_ARGUMENTS; word = strtok(NULL, " \n")) words[count++] = word;
  return count;
}

// Resident memory of this process.
static long resident_bytes(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  if (!file || fscanf(file, "%*s %ld", &pages) != 1) fail("/proc/self/statm cannot be read");
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

// hold KIND COUNT …: what COUNT more coders take when one is open already.
static void hold(int argc, char **argv) {
  if (argc < 2) fail("hold KIND COUNT …");
  const int is_encoder = strstr(argv[0], "encoder") != NULL;
  void (*const open_all)(int, int, int, char **) = strncmp(argv[0], "opus", 4) == 0 ? hold_opus : hold_vpx;
  const int count = atoi(argv[1]);
  open_all(is_encoder, 1, argc - 2, argv + 2);
  const long before = resident_bytes();
  open_all(is_encoder, count, argc - 2, argv + 2);
  printf("{\"bytes\":%ld}\n", (resident_bytes() - before) / count);
}

typedef Result (*Command)(int argc, char **argv);

static Command find_command(const char *name) {
  static const struct {
    const char *name;
    Command run;
  } commands[] = {
      {"opus-encode", opus_encode_file},
      {"opus-decode", opus_decode_file},
      {"vpx-encode", vpx_encode_file},
      {"vpx-decode", vpx_decode_file},
  };
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    if (strcmp(commands[i].name, name) == 0) return commands[i].run;
  }
  fail("unknown command");
}

int main(void) {
  char line[MAX_LINE];
  char *words[MAX_ARGUMENTS];
  while (fgets(line, sizeof line, stdin)) {
    const int count = split(line, words);
    if (count == 0) continue;
    if (strcmp(words[0], "hold") == 0) {
      hold(count - 1, words + 1);
    } else {
      const Result result = find_command(words[0])(count - 1, words + 1);
      printf("{\"elapsedMs\":%.4f,\"count\":%ld,\"bytes\":%ld}\n", result.elapsed_ms, result.count, result.bytes);
    }
    fflush(stdout);
  }
  return 0;
}
