import { readFileSync } from 'node:fs';
import { readCommands, writeAnswer } from './commands.mjs';
import { wasmActor } from './wasm-actor.mjs';

/**
 * A process that obeys commands on the WebAssembly that ships: `node wasm-player.mjs opus|vpx FILE.wasm`. The native
 * players are the same in C.
 */
const [word = '', file = ''] = process.argv.slice(2);
const kind = word === 'opus' ? 'opus' : 'vpx';
const module = new WebAssembly.Module(readFileSync(file));

/** After so many scripts a new instance is taken, so that one that grew does not stay. */
const SCRIPTS_PER_INSTANCE = 500;

let actor = wasmActor(kind, module);
let scripts = 0;
let largestBytes = 0;
/** @type {Buffer} */
let waiting = Buffer.alloc(0);

process.stdin.on('data', (/** @type {Buffer} */ chunk) => {
  const { commands, rest } = readCommands(Buffer.concat([waiting, chunk]));
  waiting = rest;
  const answers = commands.map((command) => {
    const answer = writeAnswer(actor.obey(command));
    largestBytes = Math.max(largestBytes, actor.memoryBytes());
    if (command.kind === 'x' && ++scripts % SCRIPTS_PER_INSTANCE === 0) actor = wasmActor(kind, module);
    return answer;
  });
  process.stdout.write(Buffer.concat(answers));
});
process.stdin.on('end', () => process.stderr.write(`largest memory of an instance: ${largestBytes / 1_048_576} MiB\n`));
