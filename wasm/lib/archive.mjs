import { gunzipSync } from 'node:zlib';
import { Stop } from '../../scripts/lib/stop.mjs';
import { importTool } from './toolchain.mjs';
import { untar } from './untar.mjs';

/**
 * The files in a source archive (`.tar.gz`, `.tar.xz`) or Debian package (`.deb`). Unpacked here because a bare Debian
 * has no xz.
 *
 * @param {string} name of the archive, whose ending tells its kind
 * @param {Buffer} bytes
 * @returns {Promise<Map<string, Uint8Array>>} contents by path
 */
export async function filesIn(name, bytes) {
  if (name.endsWith('.tar.gz')) return untar(gunzipSync(bytes));
  if (name.endsWith('.tar.xz')) return untar(await unxz(bytes));
  if (name.endsWith('.deb')) {
    const data = memberOfAr(bytes, 'data.tar.xz');
    if (data) return untar(await unxz(data));
  }
  throw new Stop(`${name} is an archive of a kind that cannot be unpacked here: .tar.gz, .tar.xz and .deb can.`);
}

/** @param {Uint8Array} bytes @returns {Promise<Buffer>} */
async function unxz(bytes) {
  /** @type {{ XzReadableStream: new (stream: ReadableStream) => ReadableStream }} */
  const { XzReadableStream } = await importTool('xz-decompress');
  const plain = new XzReadableStream(new Blob([new Uint8Array(bytes)]).stream());
  return Buffer.from(await new Response(plain).arrayBuffer());
}

const AR_MAGIC = '!<arch>\n';
const AR_HEADER_BYTES = 60;

/**
 * One member of a Unix archive, which a Debian package is.
 *
 * @param {Buffer} bytes
 * @param {string} wanted
 * @returns {Buffer | undefined}
 */
function memberOfAr(bytes, wanted) {
  for (let at = AR_MAGIC.length; at + AR_HEADER_BYTES <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 16).replace(/\/?\s*$/, '');
    const sizeBytes = Number(bytes.toString('latin1', at + 48, at + 58));
    const start = at + AR_HEADER_BYTES;
    if (name === wanted) return bytes.subarray(start, start + sizeBytes);
    // Members begin at even places.
    at = start + sizeBytes + (sizeBytes % 2);
  }
  return undefined;
}
