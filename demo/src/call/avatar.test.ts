import { expect, it } from 'vitest';
import { hueOf, initialsOf } from './avatar.tsx';

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['  Jean-Luc  van  Damme ', 'JD'],
  ['\u{1f984} Rosa', '\u{1f984}R'],
  ['', ''],
])('takes the initials of %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it('gives a name always the same hue', () => {
  expect(hueOf('Ada')).toBe(hueOf('Ada'));
  expect(hueOf('Ada')).not.toBe(hueOf('Grace'));
  for (const name of ['', 'Ada', '\u{1f984}']) expect(hueOf(name)).toBeLessThan(360);
});
