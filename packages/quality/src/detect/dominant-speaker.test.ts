import { describe, expect, it } from 'vitest';
import { DominantSpeaker } from './dominant-speaker.ts';

/** Feeds levels every 200 ms and gives who speaks after each. */
function play(rounds: readonly Readonly<Record<string, number>>[], speaker = new DominantSpeaker()) {
  return rounds.map((levels, index) => {
    speaker.update(index * 200, new Map(Object.entries(levels)));
    return speaker.speaker;
  });
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('DominantSpeaker', () => {
  it('is the first who speaks, at once', () => {
    expect(
      play([
        { ada: 0, bob: 0 },
        { ada: 0.005, bob: 0 },
        { ada: 0.1, bob: 0 },
      ]),
    ).toEqual([undefined, undefined, 'ada']);
  });

  it('does not change for a cough', () => {
    expect(play([{ ada: 0.1, bob: 0 }, { ada: 0.1, bob: 0.9 }, ...times(3, { ada: 0.5, bob: 0 })]).at(-1)).toBe('ada');
  });

  it('changes to who is clearly louder for a while', () => {
    const rounds = [{ ada: 0.1, bob: 0 }, ...times(4, { ada: 0.1, bob: 0.5 })];
    expect(play(rounds)).toEqual(['ada', 'ada', 'ada', 'bob', 'bob']);
  });

  it('stays when two are about as loud', () => {
    expect(play([{ ada: 0.2, bob: 0 }, ...times(20, { ada: 0.2, bob: 0.3 })]).at(-1)).toBe('ada');
  });

  it('stays over a pause and leaves the place at once after a silence', () => {
    const pause = play([{ ada: 0.2, bob: 0 }, ...times(3, { ada: 0, bob: 0 })]);
    expect(pause.at(-1)).toBe('ada');
    const after = play([{ ada: 0.2, bob: 0 }, ...times(15, { ada: 0, bob: 0 }), { ada: 0, bob: 0.05 }]);
    expect(after.at(-1)).toBe('bob');
  });

  it('forgets who is gone', () => {
    expect(play([{ ada: 0.2, bob: 0 }, { bob: 0 }])).toEqual(['ada', undefined]);
  });

  it('tells whether something changed', () => {
    const speaker = new DominantSpeaker();
    expect(speaker.update(0, new Map([['ada', 0.5]]))).toBe(true);
    expect(speaker.update(200, new Map([['ada', 0.5]]))).toBe(false);
  });
});
