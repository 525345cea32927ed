import { expect, it } from 'vitest';
import { AudioBlock } from '../data/audio-block.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { checkedItem } from './item-of.ts';

/** What JavaScript may give. */
const give = (given: unknown) => () => checkedItem(given as RuntimeData);

it('takes what is an item', () => {
  const block = new AudioBlock(48_000, [new Float32Array(10)]);
  expect(checkedItem(block)).toBe(block);
  expect(checkedItem({ kind: 'text', text: 'hello' })).toEqual({ kind: 'text', text: 'hello' });
});

it.each([
  ['samples alone', new Float32Array(10), 'got Float32Array: give an AudioBlock'],
  ['nothing', undefined, 'got Undefined'],
  ['null', null, 'got Null'],
  ['text alone', 'hello', 'got String: give an AudioBlock, or an object with a kind'],
  ['sound that is no block', { kind: 'audio', sampleRate: 48_000, channels: [new Float32Array(1)] }, 'new AudioBlock('],
  ['a frame of another make', { kind: 'video', frame: { clone: () => {}, close: () => {} } }, 'new VideoFrame(frame)'],
  [
    'a kind without its members',
    { kind: 'binary', data: [1, 2] },
    'all members of its kind, got something of kind binary',
  ],
])('says what to make of %s', (_, given, message) => {
  expect(give(given)).toThrow(message);
  expect(give(given)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
