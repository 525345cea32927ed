#include "player.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Slower than any packet by far, sanitizers and a busy machine included. */
#define PATIENCE_SECONDS 60

static int read_exactly(void *to, size_t length) { return fread(to, 1, length, stdin) == length; }

static int read_command(command *asked) {
  uint8_t *bytes = NULL;
  if (!read_exactly(&asked->kind, 1) || !read_exactly(&asked->a, 4) || !read_exactly(&asked->b, 4) ||
      !read_exactly(&asked->c, 4) || !read_exactly(&asked->length, 4))
    return 0;
  if (asked->length > 0) {
    bytes = malloc(asked->length);
    if (!bytes || !read_exactly(bytes, asked->length)) {
      free(bytes);
      return 0;
    }
  }
  asked->bytes = bytes;
  return 1;
}

int main(void) {
  command asked;
  while (read_command(&asked)) {
    /* The default action of the signal ends this program, and its parent knows which command was the last. */
    alarm(PATIENCE_SECONDS);
    const answer given = obey(&asked);
    alarm(0);
    free((void *)asked.bytes);
    if (fwrite(&given, sizeof(given), 1, stdout) != 1)
      return 1;
    /* The parent waits for the answer to the last command of a script. */
    if (asked.kind == 'x')
      fflush(stdout);
  }
  return 0;
}
