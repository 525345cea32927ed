import { ManualClock, SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cutter } from './fragment.ts';
import { Reassembly } from './reassembly.ts';

const cutterOf = (id: number, sizeBytes: number) => {
  const body = new Uint8Array(sizeBytes).map((_, index) => index + id);
  return { body, cutter: new Cutter(id, { header: Uint8Array.of(9), body, sizeBytes: sizeBytes + 1 }) };
};

const open = (maxBytes = 100_000) => {
  const clock = new ManualClock();
  const givenUp: SdkError[] = [];
  return { clock, givenUp, reassembly: new Reassembly(clock, maxBytes, (error) => givenUp.push(error)) };
};

describe('Reassembly', () => {
  it('puts messages together whose frames come in any mixture', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 40 }), fc.integer({ min: 20, max: 900 }), (turns, frameBytes) => {
        const { reassembly, clock } = open();
        const parts = [cutterOf(1, 1_000), cutterOf(2, 3_333), cutterOf(0xffff_ffff, 50)];
        const whole = new Map<number, Uint8Array>();
        const step = (index: number) => {
          const cutter = parts[index]?.cutter;
          const message = cutter && !cutter.isDone ? reassembly.take(cutter.next(frameBytes)) : undefined;
          if (message) whole.set(index, message);
        };
        for (const turn of turns) step(turn);
        for (const index of parts.keys()) while (!parts[index]?.cutter.isDone) step(index);
        expect([...whole.keys()].sort()).toEqual([0, 1, 2]);
        for (const [index, message] of whole) expect([...message]).toEqual([9, ...(parts[index]?.body ?? [])]);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what is longer than the longest, and passes over the rest of it', () => {
    const { reassembly } = open(1_000);
    const { cutter } = cutterOf(1, 2_000);
    expect(() => reassembly.take(cutter.next(100))).toThrow(expect.objectContaining({ code: 'resource-exhausted' }));
    expect(reassembly.take(cutter.next(100))).toBeUndefined();
  });

  it('holds no more than eight messages and twice the longest', () => {
    const many = open(1_000_000).reassembly;
    for (let id = 0; id < 8; id += 1) many.take(cutterOf(id, 1_000).cutter.next(100));
    expect(() => many.take(cutterOf(8, 1_000).cutter.next(100))).toThrow(SdkError);
    const large = open(1_000).reassembly;
    for (let id = 0; id < 2; id += 1) large.take(cutterOf(id, 999).cutter.next(100));
    expect(() => large.take(cutterOf(2, 999).cutter.next(100))).toThrow(SdkError);
  });

  it('gives up a message that does not grow for a minute, and says so', async () => {
    const { reassembly, clock, givenUp } = open();
    const { cutter } = cutterOf(1, 1_000);
    reassembly.take(cutter.next(100));
    await clock.advance(59_000);
    reassembly.take(cutter.next(100));
    await clock.advance(59_000);
    expect(givenUp).toEqual([]);
    await clock.advance(1_001);
    expect(givenUp).toMatchObject([{ code: 'data-loss' }]);
    expect(reassembly.take(cutter.next(100))).toBeUndefined();
  });

  it('forgets a message that is taken back', () => {
    const { reassembly, clock } = open();
    const { cutter } = cutterOf(1, 1_000);
    reassembly.take(cutter.next(100));
    expect(reassembly.take(cutter.abandon())).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind', () => {
    const { reassembly, clock } = open();
    reassembly.take(cutterOf(1, 1_000).cutter.next(100));
    reassembly.close();
    expect(clock.pending).toBe(0);
  });

  it('throws nothing but SdkError and stays bounded at frames that somebody made up', () => {
    const frame = fc
      .tuple(
        fc.constantFrom(3, 4),
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(0, 0, 1, 255),
        fc.uint8Array({ maxLength: 40 }),
      )
      .map(([kind, id, high, rest]) => Uint8Array.of(kind, 0, 0, 0, id, 0, high, 0, ...rest));
    fc.assert(
      fc.property(fc.array(fc.oneof(frame, fc.uint8Array({ maxLength: 12 })), { maxLength: 60 }), (frames) => {
        const { reassembly, clock } = open(70_000);
        for (const bytes of frames) {
          try {
            expect(reassembly.take(bytes)?.byteLength ?? 0).toBeLessThanOrEqual(70_000);
          } catch (error) {
            expect(error).toBeInstanceOf(SdkError);
          }
        }
        expect(clock.pending).toBeLessThanOrEqual(8);
        reassembly.close();
        expect(clock.pending).toBe(0);
      }),
    );
  });
});
