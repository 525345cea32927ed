import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * How large each module is: as it is, with gzip and with Brotli, as servers send it.
 *
 * @param {ReadonlyMap<string, Uint8Array>} modules by path
 * @returns {string}
 */
export function sizeTable(modules) {
  const rows = [...modules].map(([file, bytes]) => [
    file.split('/').at(-1) ?? file,
    bytes.length,
    gzipSync(bytes, { level: 9 }).length,
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
  ]);
  return [['KB', 'raw', 'gzip', 'Brotli'], ...rows].map((row) => row.map(cell).join('')).join('\n');
}

/** @param {string | number} value @param {number} column */
function cell(value, column) {
  const text = typeof value === 'number' ? (value / 1000).toFixed(1) : value;
  return column === 0 ? text.padEnd(22) : text.padStart(10);
}
