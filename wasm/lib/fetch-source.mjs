import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../../scripts/lib/paths.mjs';
import { step } from '../../scripts/lib/step.mjs';
import { Stop } from '../../scripts/lib/stop.mjs';
import { debianMirror } from './debian-mirror.mjs';

const FOLDER = join(CACHE, 'wasm/sources');
const TIMEOUT_MS = 120_000;

/**
 * The bytes of a source archive: kept from the last time, else fetched.
 *
 * @param {import('./source-list.mjs').Source} source
 * @returns {Promise<Buffer>}
 */
export async function sourceBytes(source) {
  const path = join(FOLDER, source.file);
  if (existsSync(path)) {
    const kept = readFileSync(path);
    if (!sourceFault(source, kept)) return kept;
  }
  const bytes = await step(`Fetching ${source.file}`, async () => download(await addressOf(source)));
  const fault = sourceFault(source, bytes);
  if (fault) throw new Stop(fault);
  mkdirSync(FOLDER, { recursive: true });
  // Renamed when whole, so that a broken download is never taken for the file.
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
  return bytes;
}

/** @param {import('./source-list.mjs').Source} source */
async function addressOf(source) {
  return `${await debianMirror()}/${source.folder}/${encodeURIComponent(source.file)}`;
}

/** @param {string} address @returns {Promise<Buffer>} */
async function download(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Stop(`${address} answered with status ${response.status}, not with the file.`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(`${address} could not be fetched: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * What is wrong with the bytes of a source archive, `undefined` if nothing is.
 *
 * @param {import('./source-list.mjs').Source} source
 * @param {Uint8Array} bytes
 * @returns {string | undefined}
 */
export function sourceFault(source, bytes) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length === source.sizeBytes && sha256 === source.sha256) return undefined;
  return [
    `${source.file} is not the file that this build is made for:`,
    `  expected ${source.sizeBytes} bytes, sha256 ${source.sha256}`,
    `  got      ${bytes.length} bytes, sha256 ${sha256}`,
  ].join('\n');
}
