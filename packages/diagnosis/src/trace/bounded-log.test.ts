import { expect, it } from 'vitest';
import { BoundedLog } from './bounded-log.ts';

it('keeps the newest, by number', () => {
  const log = new BoundedLog<number>({ maxEntries: 3, maxChars: 1_000 });
  for (let entry = 0; entry < 100; entry += 1) log.push(entry);
  expect(log.entries).toEqual([97, 98, 99]);
  expect(log.dropped).toBe(97);
});

it('keeps the newest, by size', () => {
  const log = new BoundedLog<string>({ maxEntries: 1_000, maxChars: 50 });
  for (const letter of 'abcdef') log.push(letter.repeat(20));
  expect(log.entries).toEqual(['e'.repeat(20), 'f'.repeat(20)]);
  expect(log.dropped).toBe(4);
});

it('does not let one that is too large drive out the others', () => {
  const log = new BoundedLog<string>({ maxEntries: 10, maxChars: 50 });
  log.push('small');
  log.push('x'.repeat(100));
  expect([log.entries, log.dropped]).toEqual([['small'], 1]);
});
