import { expect, test } from 'vitest';
import { toRateSettings } from '../access/rate-options.ts';
import { FLAGS } from './flag-table.ts';
import { FlagValues } from './flag-values.ts';
import { toServerOptions } from './to-server-options.ts';

const rates = (args: readonly string[]) => toServerOptions(new FlagValues(args, {})).rates;

test('the rates that the help has as defaults are those of the server', () => {
  const flags = FLAGS.filter(({ kind }) => kind === 'rate');
  const args = flags.flatMap(({ name, otherwise = '' }) => [`--${name}`, otherwise]);
  expect(toRateSettings(rates(args))).toEqual(toRateSettings());
  expect(flags).toHaveLength(9);
});

test('a rate has a burst of ten times itself where none is given, and may be off', () => {
  expect(rates(['--rate-joins-per-room', '5', '--rate-messages-per-room', 'off'])).toMatchObject({
    joinsPerRoom: { perSecond: 5, burst: 50 },
    messagesPerRoom: false,
  });
});

test.each(['fast', '0', '5:', '-5', '0.5', '5:0'])('the rate %s is refused', (rate) => {
  expect(() => rates([`--rate-joins-per-room=${rate}`])).toThrow(/--rate-joins-per-room must be PER_SECOND/);
});
