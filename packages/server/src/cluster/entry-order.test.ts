import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beats, byEntry, type Claim } from './entry-order.ts';

const claim = (over: Partial<Claim>): Claim => ({ stayId: 'a', enteredAtMs: 1, replaces: false, isIn: true, ...over });

test('who is in beats who is on its way, whenever that asked', () => {
  expect(beats(claim({ enteredAtMs: 9 }), claim({ stayId: 'b', isIn: false }))).toBe(true);
  expect(beats(claim({ isIn: false }), claim({ stayId: 'b', enteredAtMs: 9, replaces: true }))).toBe(false);
});

test('who asked first wins, unless the later one came to replace it', () => {
  const [first, later] = [claim({ replaces: true }), claim({ stayId: 'b', enteredAtMs: 2 })];
  expect(beats(first, later)).toBe(true);
  expect(beats(first, { ...later, replaces: true })).toBe(false);
  expect(beats(claim({}), claim({ stayId: 'b' }))).toBe(true);
});

test('all instances decide alike: of two exactly one wins, and the order is one for all', () => {
  const claims = fc.record({
    stayId: fc.string({ minLength: 1, maxLength: 2 }),
    enteredAtMs: fc.integer({ min: 0, max: 3 }),
    replaces: fc.boolean(),
    isIn: fc.boolean(),
  });
  fc.assert(
    fc.property(claims, claims, (one, other) => {
      if (one.stayId === other.stayId) return;
      expect(beats(one, other)).toBe(!beats(other, one));
      expect(Math.sign(byEntry(one, other))).toBe(-Math.sign(byEntry(other, one)));
    }),
  );
});
