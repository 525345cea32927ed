import { spawn } from 'node:child_process';
import { ANSWER_BYTES, readAnswer, writeCommands } from './commands.mjs';

/** Longest wait for the answers of a script; the player itself gives up on one command sooner. */
const PATIENCE_MS = 180_000;

/** What a player did that it must not do: its end, or no answer. */
export class PlayerFault extends Error {}

/**
 * A process that obeys commands. Close it when done.
 *
 * @typedef {object} Player
 * @property {string} name
 * @property {(script: readonly import('./commands.mjs').Command[]) => Promise<import('./commands.mjs').Answer[]>} play
 *   rejects with a {@link PlayerFault}
 * @property {() => Promise<{ fault?: string, note: string }>} close tells a fault at its end, such as leaks that the
 *   sanitizer found, and what else it said
 */

/**
 * @param {string} name for people
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Player}
 */
export function openPlayer(name, program, args, env = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  let received = Buffer.alloc(0);
  let check = () => {};
  /** @type {Promise<number | string>} */
  const ended = new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    child.once('error', (error) => resolve(error.message));
  });
  child.stdin.on('error', () => {}); // Its end is told by "close".
  child.stderr.on('data', (chunk) => {
    // The beginning tells most: what the fault was and where.
    said = (said + chunk).slice(0, 3_000);
  });
  child.stdout.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    check();
  });

  /** @param {readonly import('./commands.mjs').Command[]} script */
  const play = async (script) => {
    const wanted = script.length * ANSWER_BYTES;
    const answered = new Promise((/** @type {(ok: true) => void} */ resolve) => {
      check = () => received.length >= wanted && resolve(true);
    });
    child.stdin.write(writeCommands(script));
    const limit = timeout(PATIENCE_MS);
    const outcome = await Promise.race([answered, ended, limit.over]);
    limit.cancel();
    if (outcome !== true) {
      const count = Math.floor(received.length / ANSWER_BYTES);
      throw new PlayerFault(`${name} ended (${outcome}) after ${count} of ${script.length} answers.\n${said}`);
    }
    const answers = script.map((_command, index) => readAnswer(received, index * ANSWER_BYTES));
    received = received.subarray(wanted);
    return answers;
  };

  const close = async () => {
    child.stdin.end();
    const limit = timeout(PATIENCE_MS);
    const outcome = await Promise.race([ended, limit.over]);
    limit.cancel();
    if (outcome === 'no answer') child.kill('SIGKILL');
    if (outcome === 0) return { note: said.trim() };
    return { fault: `${name} ended (${outcome}).\n${said}`, note: '' };
  };
  return { name, play, close };
}

/** @param {number} ms */
function timeout(ms) {
  let timer = /** @type {NodeJS.Timeout | undefined} */ (undefined);
  const over = new Promise((/** @type {(value: string) => void} */ resolve) => {
    timer = setTimeout(() => resolve('no answer'), ms);
  });
  return { over, cancel: () => clearTimeout(timer) };
}
