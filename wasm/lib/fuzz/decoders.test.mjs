import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../fuzz/lib/random.mjs';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { readCommands, writeCommands } from './commands.mjs';
import { moduleFile, TARGETS } from './targets.mjs';
import { wasmActor } from './wasm-actor.mjs';

const FINDINGS = join(ROOT, 'wasm/fuzz/findings');
const SCRIPTS = 30;

describe.each(TARGETS)('$name', (target) => {
  const module = new WebAssembly.Module(readFileSync(moduleFile(target)));

  test('answers damaged packets, takes no memory from one script to the next, and shows nothing of the last', () => {
    const used = wasmActor(target.player, module);
    const streams = target.streams();
    let packets = 0;
    let accepted = 0;
    for (let seed = 0; seed < SCRIPTS; seed++) {
      const fresh = wasmActor(target.player, module);
      for (const command of target.script(streams, new Random(seed))) {
        const answer = used.obey(command);
        // Pictures and sound are in the checksum: memory that nobody wrote to would differ.
        expect(answer).toEqual(fresh.obey(command));
        if (command.kind === 'x') expect(answer.result).toBe(0);
        if (command.bytes) packets++;
        if (command.bytes && answer.result >= 0) accepted++;
      }
    }
    expect(packets).toBeGreaterThan(SCRIPTS * 30);
    // Not all were refused: what is tried goes deep.
    expect(accepted).toBeGreaterThan(packets / 10);
  });

  test('gives the same scripts for the same seed, and leaves the good streams as they are', () => {
    const streams = target.streams();
    const [one, again, other] = [7, 7, 8].map((seed) =>
      writeCommands(target.script(streams, new Random(seed))).toString('base64'),
    );
    expect(streams).toEqual(target.streams());
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  const kept = readdirSync(FINDINGS).filter((name) => name.startsWith(`${target.name}-`));
  test.runIf(kept.length > 0)('survives what once was a finding', () => {
    for (const name of kept) {
      const actor = wasmActor(target.player, module);
      for (const command of readCommands(readFileSync(join(FINDINGS, name))).commands) actor.obey(command);
    }
  });
});
