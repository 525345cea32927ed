import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CACHE, ROOT } from '../../scripts/lib/paths.mjs';

const SOURCES = fileURLToPath(new URL('native/', import.meta.url));
const LIBRARIES = join(CACHE, 'native');
const OPUS = join(LIBRARIES, 'opus');
const LIBVPX = join(LIBRARIES, 'libvpx');
const FLAGS = ['-std=c11', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-Werror'];

/**
 * Builds the native bench, and the libraries before it if they are missing.
 *
 * @param {string} buildFolder
 * @returns {{ path: string } | { reason: string }} the program, or why there is none
 */
export function buildNativeBench(buildFolder) {
  if (!existsSync(join(LIBVPX, 'build-native', 'libvpx.a'))) {
    const { status } = spawnSync(process.execPath, [join(ROOT, 'wasm', 'native.mjs')], { stdio: ['ignore', 2, 2] });
    if (status !== 0) return { reason: 'npm run build:native did not succeed' };
  }
  const path = join(buildFolder, 'native-bench');
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.c'));
  const { status, error, stderr } = spawnSync(
    'gcc',
    [
      ...FLAGS,
      ...[join(OPUS, 'include'), LIBVPX].map((folder) => `-I${folder}`),
      ...sources.map((name) => join(SOURCES, name)),
      join(OPUS, '.libs', 'libopus.a'),
      join(LIBVPX, 'build-native', 'libvpx.a'),
      ...['-lm', '-lpthread', '-o', path],
    ],
    { encoding: 'utf8' },
  );
  return status === 0 ? { path } : { reason: `gcc did not succeed: ${error?.message ?? stderr}` };
}

/**
 * The native libraries at work, in a process that stays warm.
 *
 * @param {string} program
 * @param {string} folder of the files
 */
export function startNative(program, folder) {
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const scratch = mkdtempSync(join(folder, 'native-'));
  /** @param {(string | number)[]} words */
  const ask = async (words) => {
    child.stdin.write(`${words.join(' ')}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`the native bench ended at ${words.join(' ')}`);
    return JSON.parse(value);
  };
  return {
    /** @param {import('./task.ts').Task} task @param {boolean} isLooking @returns {Promise<import('./task.ts').Outcome>} */
    async perform(task, isLooking) {
      const out = isLooking ? join(scratch, 'pieces') : '-';
      const outcome = await ask([...wordsOf(task, folder, isLooking), out]);
      return isLooking ? { ...outcome, pieces: new Uint8Array(readFileSync(out)) } : outcome;
    },
    /** @param {import('./task.ts').Task} task @param {number} count @returns {Promise<number>} bytes of one more coder */
    async hold(task, count) {
      const kind = `${task.what.startsWith('opus') ? 'opus' : 'vpx'}-${task.what.endsWith('encode') ? 'encoder' : 'decoder'}`;
      const { bytes } = await ask(['hold', kind, count, ...inputWords(task, folder)]);
      return bytes;
    },
    close() {
      child.kill();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** @param {import('./task.ts').Task} task @param {string} folder @param {boolean} isLooking */
function wordsOf(task, folder, isLooking) {
  switch (task.what) {
    case 'opus-encode':
      return ['opus-encode', ...inputWords(task, folder)];
    case 'opus-decode':
      return ['opus-decode', ...inputWords(task, folder), isLooking ? 1 : task.passes];
    case 'video-encode':
      return ['vpx-encode', ...inputWords(task, folder), task.lead, task.count];
    case 'video-decode':
      return ['vpx-decode', ...inputWords(task, folder), task.lead];
  }
}

/** @param {import('./task.ts').Task} task @param {string} folder */
function inputWords(task, folder) {
  const file = join(folder, 'clip' in task ? task.clip : task.packets);
  switch (task.what) {
    case 'opus-encode': {
      const { channelCount, application, bitrate, complexity } = task.settings;
      return [file, channelCount, application, bitrate, complexity];
    }
    case 'opus-decode':
      return [file, task.settings.channelCount];
    case 'video-encode': {
      const { codec, width, height, bitrate, cpuUsed } = task.settings;
      return [file, codec, width, height, bitrate / 1_000, cpuUsed];
    }
    case 'video-decode':
      return [file, task.settings.codec];
  }
}
