import { posix } from 'node:path';

/**
 * Replaces `#include "../x.h"` by the path from the root, because the compiler's file system does not know "..".
 *
 * @param {string} path of the file
 * @param {string} text
 * @returns {string}
 */
export function withoutParentIncludes(path, text) {
  const folder = posix.dirname(path);
  return text.replace(/^(\s*#\s*include\s+)"(\.\.\/[^"]+)"/gm, (_whole, start, relative) => {
    return `${start}"/${posix.join(folder, relative)}"`;
  });
}
