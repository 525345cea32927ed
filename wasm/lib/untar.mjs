const BLOCK_BYTES = 512;
const PLAIN_FILE = new Set(['0', '\0']);
const PAX_HEADER = 'x';
const GNU_LONG_NAME = 'L';

/**
 * The plain files in a tar archive (ustar with the long names of pax and GNU). Links and folders are left out.
 *
 * @param {Buffer} tar
 * @returns {Map<string, Uint8Array>} contents by path, in the archive's order
 */
export function untar(tar) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  let longName = '';
  for (let at = 0; at + BLOCK_BYTES <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    const sizeBytes = Number.parseInt(text(header, 124, 12), 8);
    const kind = header.toString('latin1', 156, 157);
    const body = tar.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + sizeBytes);
    if (kind === GNU_LONG_NAME) longName = text(body, 0, sizeBytes);
    else if (kind === PAX_HEADER) longName = paxPath(body) ?? longName;
    else {
      if (PLAIN_FILE.has(kind)) files.set(longName || nameIn(header), body);
      longName = '';
    }
    at += BLOCK_BYTES + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}

/** @param {Buffer} header @returns {string} */
function nameIn(header) {
  const isUstar = text(header, 257, 6).startsWith('ustar') && header[262] === 0;
  const prefix = isUstar ? text(header, 345, 155) : '';
  return (prefix ? `${prefix}/` : '') + text(header, 0, 100);
}

/** @param {Buffer} bytes @param {number} start @param {number} length @returns {string} up to its NUL */
function text(bytes, start, length) {
  const field = bytes.toString('utf8', start, start + length);
  const end = field.indexOf('\0');
  return end < 0 ? field : field.slice(0, end);
}

/** @param {Buffer} body records such as `30 path=a/long/name\n` @returns {string | undefined} */
function paxPath(body) {
  return /^\d+ path=(.*)$/m.exec(body.toString('utf8'))?.[1];
}
