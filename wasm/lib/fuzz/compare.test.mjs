import { expect, test } from 'vitest';
import { faultIn } from './compare.mjs';
import { PlayerFault } from './players.mjs';

const NAMES = ['one', 'another'];
/** @type {import('./commands.mjs').Command[]} */
const SCRIPT = [{ kind: 'o' }, { kind: 'd', bytes: Buffer.from('packet') }];

/** @param {number[]} results */
const answers = (results) =>
  /** @type {const} */ ({ status: 'fulfilled', value: results.map((result) => ({ result, checksum: 5 })) });

test('two players that answer alike have no fault', () => {
  expect(faultIn(NAMES, [answers([0, 1]), answers([0, 1])], SCRIPT)).toBeUndefined();
});

test('the first answer in which two players differ is told', () => {
  const fault = faultIn(NAMES, [answers([0, 1]), answers([0, 2])], SCRIPT);
  expect(fault).toContain('differ at command 1 of 2');
  expect(fault).toContain('another: {"result":2,"checksum":5}');
});

test('the end of a player is told', () => {
  const ended = /** @type {const} */ ({ status: 'rejected', reason: new PlayerFault('one ended (SIGSEGV)') });
  expect(faultIn(NAMES, [ended, answers([0, 1])], SCRIPT)).toBe('one ended (SIGSEGV)');
});
