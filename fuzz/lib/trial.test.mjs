import { expect, it } from 'vitest';
import { SdkError } from '../../packages/base/src/index.ts';
import { shrink } from './shrink.mjs';
import { trial } from './trial.mjs';

const target = (run) => ({ name: 'mine', kind: 'text', seeds: ['x'], words: [], run });

it('takes an SdkError for an answer, thrown or rejected', async () => {
  const refuse = () => new SdkError('invalid-argument', 'no');
  expect(
    await trial(
      target(() => {
        throw refuse();
      }),
      'x',
    ),
  ).toBeUndefined();
  expect(
    await trial(
      target(() => Promise.reject(refuse())),
      'x',
    ),
  ).toBeUndefined();
  expect(
    await trial(
      target(() => 'fine'),
      'x',
    ),
  ).toBeUndefined();
});

it('tells of any other error', async () => {
  expect(
    await trial(
      target(() => JSON.parse('{')),
      'x',
    ),
  ).toMatchObject({ input: 'x', what: expect.stringMatching(/^SyntaxError/) });
  expect(
    await trial(
      target(() => Promise.reject(new TypeError('late'))),
      'x',
    ),
  ).toMatchObject({ what: expect.stringMatching(/late/) });
});

it('tells of an input that takes long every time, not of one that did so once', async () => {
  const wait = () => {
    for (const end = performance.now() + 110; performance.now() < end; );
  };
  expect(await trial(target(wait), 'x')).toMatchObject({ what: expect.stringMatching(/^took 1\d\d ms/) });
  let runs = 0;
  expect(
    await trial(
      target(() => {
        if (runs++ === 0) wait();
      }),
      'x',
    ),
  ).toBeUndefined();
});

it('makes what breaks something small', async () => {
  const fragile = target((text) => {
    if (text.includes('b') && text.includes('d')) throw new Error('broken');
  });
  expect(await shrink(fragile, 'aaaabaaacccdaaa')).toBe('bd');
});
