import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.mjs';

describe('parseArguments', () => {
  it('takes the name and the options in any order', () => {
    expect(parseArguments(['--json', 'connect', '--runs', '9'])).toMatchObject({
      name: 'connect',
      json: true,
      runs: 9,
    });
    expect(parseArguments(['connect', '--only=raw,ours'])).toMatchObject({ only: ['raw', 'ours'], json: false });
  });

  it('leaves what was not given undefined', () => {
    expect(parseArguments([])).toMatchObject({
      name: undefined,
      runs: undefined,
      only: undefined,
      timeline: undefined,
    });
  });

  it('refuses a count that is none, an unknown option and two names', () => {
    for (const runs of ['0', '1.5', 'many', '1001']) {
      expect(() => parseArguments(['connect', '--runs', runs])).toThrow('--runs must be a whole number');
    }
    expect(() => parseArguments(['connect', '--fast'])).toThrow('--fast');
    expect(() => parseArguments(['connect', 'codec'])).toThrow('one bench at a time');
  });
});
