const COMMENT = /^\s*(\/\/|\*|\/\*)/;
const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm;

/**
 * The module specifiers that a source text imports or re-exports, type-only and dynamic ones included. Lines that are
 * comments, such as examples in documentation, do not count.
 *
 * @param {string} source
 * @returns {string[]}
 */
export function importsOf(source) {
  const code = source
    .split('\n')
    .filter((line) => !COMMENT.test(line))
    .join('\n');
  return [...code.matchAll(IMPORT)].map((match) => match[2] ?? '');
}
