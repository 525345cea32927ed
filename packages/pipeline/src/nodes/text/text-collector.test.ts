import { describe, expect, it } from 'vitest';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { CharacterSet } from './character-set.ts';
import { MAX_SENTENCE_LENGTH, SentenceBuffer } from './sentence-buffer.ts';
import { textCollector } from './text-collector.ts';

/** What comes out for pieces of text, the end of the input included unless `isOpen`. */
async function collect(
  pieces: readonly string[],
  params: Readonly<Record<string, unknown>> = {},
  isOpen = false,
): Promise<readonly string[]> {
  const node = await DrivenNode.create(textCollector, params);
  for (const text of pieces) await node.push({ kind: 'text', text });
  if (!isOpen) await node.flush();
  return node.take().map((item) => (item.kind === 'text' ? item.text : item.kind));
}

describe('TextCollector', () => {
  it('joins the tokens of a sentence and gives it when it ends', async () => {
    const pieces = ['Hel', 'lo', ' world', '.', ' How', ' are you', '?'];
    expect(await collect(pieces, {}, true)).toEqual(['Hello world.', 'How are you?']);
  });

  it('gives the same sentences however the text is cut, but for ends that come in two pieces', async () => {
    const text = 'One two; three! Four five six. Seven\neight? Nine';
    const whole = await collect([text]);
    expect(whole).toEqual(['One two;', 'three!', 'Four five six.', 'Seven\n', 'eight?', 'Nine']);
    for (const size of [1, 2, 3, 7])
      expect(await collect(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])).toEqual(whole);
  });

  it('keeps several ends together, and drops those that come late', async () => {
    expect(await collect(['Really?! Yes...', ' ok then.'])).toEqual(['Really?!', 'Yes...', 'ok then.']);
    expect(await collect(['Really?', '!', '! Yes.'])).toEqual(['Really?', 'Yes.']);
  });

  it('joins what is too short with the next sentence and loses nothing', async () => {
    expect(await collect(['1. Stir. 2. Bake it.'], { minSentenceLength: 5 })).toEqual(['1. Stir.', '2. Bake it.']);
  });

  it('gives the rest at the end of the input, or drops it', async () => {
    expect(await collect(['Done. And then'])).toEqual(['Done.', 'And then']);
    expect(await collect(['Done. And then'], { yieldPartialOnEnd: false })).toEqual(['Done.']);
  });

  it('ends a turn at an end token and hands the token on', async () => {
    const pieces = ['I was', ' say<|text_end|>Next', ' turn.<|audio_end|>'];
    expect(await collect(pieces, {}, true)).toEqual(['I was say', '<|text_end|>', 'Next turn.', '<|audio_end|>']);
  });

  it('collects for each channel on its own, for so many at most', async () => {
    const node = await DrivenNode.create(textCollector);
    await node.push({ kind: 'text', text: 'To be ', channel: 'tts' }, { kind: 'text', text: 'Hm', channel: 'think' });
    await node.push({ kind: 'text', text: 'spoken.', channel: 'tts' }, { kind: 'text', text: 'mm.', channel: 'think' });
    expect(node.take()).toEqual([
      { kind: 'text', text: 'To be spoken.', channel: 'tts' },
      { kind: 'text', text: 'Hmmm.', channel: 'think' },
    ]);
    const many = Array.from({ length: 17 }, (_, index) => ({ kind: 'text', text: 'a', channel: `${index}` }) as const);
    await expect(node.push(...many)).rejects.toMatchObject({ code: 'resource-exhausted' });
  });

  it('forgets what it has when somebody interrupts', async () => {
    const node = await DrivenNode.create(textCollector);
    await node.push({ kind: 'text', text: 'I was about to' });
    node.reset();
    await node.push({ kind: 'text', text: 'Yes.' });
    expect(node.take()).toEqual([{ kind: 'text', text: 'Yes.', channel: undefined }]);
  });

  it('never keeps more than the longest sentence', async () => {
    const given = await collect(['x'.repeat(1_000_000)], {}, true);
    expect(given.join('').length).toBeGreaterThan(1_000_000 - MAX_SENTENCE_LENGTH);
    expect(Math.max(...given.map(({ length }) => length))).toBeLessThanOrEqual(MAX_SENTENCE_LENGTH);
  });

  it.each([
    ['(a+)+$', 'a'.repeat(50_000)],
    ['([a-zA-Z]+)*$', `${'a'.repeat(50_000)}!`],
    ['(a|aa)+$', 'a'.repeat(50_000)],
    ['(.*a){20}', 'a'.repeat(50_000)],
    ['\\s*\\s*\\s*\\s*\\s*x', ' '.repeat(50_000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
  ])('refuses the expression %s, which would search for ever', async (splitPattern) => {
    await expect(collect(['text'], { splitPattern })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('looks at no character more than twice, also where every one could be an end', () => {
    let looks = 0;
    class CountingSet extends CharacterSet {
      override has(codePoint: number): boolean {
        looks += 1;
        return super.has(codePoint);
      }
    }
    const buffer = new SentenceBuffer(new CountingSet('[.-~!-/]+'), 1000);
    const texts = ['a.'.repeat(32_768), 'aaaa!'.repeat(10_000), '..a'.repeat(10_000)];
    for (const text of texts) Array.from(buffer.add(text));
    expect(looks).toBeLessThanOrEqual(2 * texts.join('').length);
  });
});

describe('CharacterSet', () => {
  const members = (pattern: string, from: string) => {
    const set = new CharacterSet(pattern);
    return Array.from(from)
      .filter((character) => set.has(character.codePointAt(0) ?? 0))
      .join('');
  };

  it.each([
    ['[.!?;\\n]+', 'a.b!c?d;e\nf,n', '.!?;\n'],
    ['[.!?,;:\n]', 'a.,:\\n\n', '.,:\n'],
    ['.!?', 'a.b!c?', '.!?'],
    ['[a-c\\-\\]]', 'abcd-]\\', 'abc-]'],
    ['[。！？]+', 'はい。いいえ！', '。！'],
    ['[-.]', 'a-.', '-.'],
    ['\\.\\+', 'a.+', '.+'],
    ['[😀-😂]', '😀😁😃', '😀😁'],
  ])('%j has of %j just %j', (pattern, from, expected) => {
    expect(members(pattern, from)).toBe(expected);
  });

  it.each(['', '[]', '[', '[.', '[.]*', '[.][!]', '[^.]', '[z-a]', '\\', '\\s', '[\\d]', 'a|b', '(.)', '.{2}'])(
    'refuses %j',
    (pattern) => {
      expect(() => new CharacterSet(pattern)).toThrow('expected a set of characters');
    },
  );
});
