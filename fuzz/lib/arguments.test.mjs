import { expect, it } from 'vitest';
import { parseArguments } from './arguments.mjs';

it('has defaults', () => {
  expect(parseArguments([])).toEqual({
    inputs: 1_100_000,
    frames: 100_000,
    seed: 1,
    minutes: 8,
    target: undefined,
    list: false,
    help: false,
  });
});

it('takes options', () => {
  const argv = ['--inputs', '5', '--frames', '0', '--seed', '9', '--minutes', '0.5', '--target', 'sdp,stun'];
  expect(parseArguments(argv)).toMatchObject({ inputs: 5, frames: 0, seed: 9, minutes: 0.5, target: ['sdp', 'stun'] });
});

it.each([
  [['--inputs', '0'], '--inputs must be from 1'],
  [['--inputs', '1.5'], '--inputs must be a whole number'],
  [['--seed', 'x'], '--seed must be from 0'],
  [['--minutes', ''], '--minutes must be from 0.1'],
  [['--what'], '--what'],
])('refuses %j', (argv, words) => {
  expect(() => parseArguments(argv)).toThrow(words);
});
