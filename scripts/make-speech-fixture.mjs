// Makes packages/pipeline/src/nodes/voice/fixtures/speech.opus anew and prints where each phrase lies.
//
//   apt-get download pocketsphinx-testdata && dpkg-deb -x pocketsphinx-testdata_*.deb FOLDER
//   node scripts/make-speech-fixture.mjs FOLDER
//
// Needs opusenc (Debian's opus-tools).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RATE = 16_000;
const DATA = 'usr/share/pocketsphinx/test/data';
const BOOK = 'librivox/sense_and_sensibility_01_austen_64kb';
const TARGET = fileURLToPath(new URL('../packages/pipeline/src/nodes/voice/fixtures/speech.opus', import.meta.url));

/** Where speech begins and ends in each recording, in ms, and how long it is silent before, once it is in the fixture. */
const PHRASES = [
  { file: 'goforward.raw', fromMs: 505, toMs: 2380, silenceMs: 1000 },
  { file: `${BOOK}-0930.wav`, fromMs: 280, toMs: 2880, silenceMs: 700 },
  { file: 'numbers.raw', fromMs: 460, toMs: 3560, silenceMs: 1200 },
  { file: `${BOOK}-0880.wav`, fromMs: 1155, toMs: 2780, silenceMs: 900 },
  { file: 'something.raw', fromMs: 465, toMs: 2280, silenceMs: 1500 },
  { file: `${BOOK}-0890.wav`, fromMs: 285, toMs: 5050, silenceMs: 600 },
  { file: 'cards/003.wav', fromMs: 115, toMs: 1335, silenceMs: 1000 },
];

const END_SILENCE_MS = 1000;
const FADE_SAMPLES = (RATE * 5) / 1000;
const LOUDNESS_DB = -22;

const folder = process.argv[2];
if (!folder) throw new Error('usage: node scripts/make-speech-fixture.mjs FOLDER (with the unpacked Debian package)');

/** @type {number[]} */
const samples = [];
for (const { file, fromMs, toMs, silenceMs } of PHRASES) {
  silence(silenceMs);
  const startMs = Math.round((samples.length / RATE) * 1000);
  for (const sample of phrase(read(join(folder, DATA, file)), fromMs, toMs)) samples.push(sample);
  const endMs = Math.round((samples.length / RATE) * 1000);
  process.stdout.write(`{ startMs: ${startMs}, endMs: ${endMs} }, // ${file}\n`);
}
silence(END_SILENCE_MS);
const pcm = Buffer.alloc(samples.length * 2);
for (const [index, sample] of samples.entries()) {
  pcm.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), index * 2);
}
const format = ['--raw', '--raw-bits', '16', '--raw-rate', String(RATE), '--raw-chan', '1'];
const settings = ['--bitrate', '56', '--vbr', '--speech', '--comp', '10', '--framesize', '20', '--serial', '1'];
execFileSync('opusenc', ['--quiet', ...format, ...settings, '--discard-comments', '-', TARGET], { input: pcm });

/** @param {number} lengthMs */
function silence(lengthMs) {
  for (let left = (lengthMs * RATE) / 1000; left > 0; left -= 1) samples.push(0);
}

/**
 * The samples of a mono file of 16 bits at 16 kHz, with or without a RIFF header.
 *
 * @param {string} path
 */
function read(path) {
  const bytes = readFileSync(path);
  const body = path.endsWith('.wav') ? bytes.subarray(bytes.indexOf('data') + 8) : bytes;
  return Float32Array.from({ length: body.length >> 1 }, (_, index) => body.readInt16LE(index * 2) / 32_768);
}

/**
 * A part of a recording with soft edges, as loud as all others.
 *
 * @param {Float32Array} recording
 * @param {number} fromMs
 * @param {number} toMs
 */
function phrase(recording, fromMs, toMs) {
  const part = recording.slice((fromMs * RATE) / 1000, (toMs * RATE) / 1000);
  const mean = part.reduce((sum, sample) => sum + sample, 0) / part.length;
  const power = part.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / part.length;
  const gain = 10 ** (LOUDNESS_DB / 20) / Math.sqrt(power);
  return part.map((sample, index) => {
    const edge = Math.min(index + 1, part.length - index) / FADE_SAMPLES;
    return (sample - mean) * gain * Math.min(1, edge);
  });
}
