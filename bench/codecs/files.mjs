import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIPS, ROWS, SOUND_SECONDS, STREAMS } from './rows.mjs';
import { makeMusic } from './signals/music.mjs';
import { makePictures } from './signals/picture.mjs';
import { makeSpeech } from './signals/speech.mjs';

/**
 * Writes what goes into encoders and decoders, so that all get the very same bytes. The streams are made by libav.js,
 * which is none of ours and always there.
 *
 * @param {string} folder
 * @param {(name: string) => boolean} isNeeded
 * @param {() => Promise<import('./node-child.mjs').NodeChild>} startChild
 */
export async function writeFiles(folder, isNeeded, startChild) {
  await mkdir(folder, { recursive: true });
  const sources = STREAMS.filter(({ name }) => isNeeded(name)).map(({ row }) => clipOf(row));
  const write = async (name, make) => {
    if (isNeeded(name) || sources.includes(name)) await writeFile(join(folder, name), make());
  };
  await write('speech.pcm', () => makeSpeech(SOUND_SECONDS));
  await write('music.pcm', () => makeMusic(SOUND_SECONDS));
  for (const { name, width, height, count } of CLIPS) await write(name, () => makePictures(width, height, count));
  const child = await startChild();
  try {
    for (const { name, row } of STREAMS) {
      if (!isNeeded(name)) continue;
      const task = taskOf(row);
      const { pieces } = await child.ask({ do: 'perform', contender: 'libav.js', task, isLooking: true });
      await writeFile(join(folder, name), pieces);
    }
  } finally {
    child.close();
  }
}

/** @param {string} row @returns {import('./task.ts').Task} */
export function taskOf(row) {
  const found = ROWS.find(({ name }) => name === row);
  if (!found) throw new Error(`there is no row ${row}`);
  return found.task;
}

/** The file that a row's task reads. @param {string} row */
export function clipOf(row) {
  const task = taskOf(row);
  return 'clip' in task ? task.clip : task.packets;
}
