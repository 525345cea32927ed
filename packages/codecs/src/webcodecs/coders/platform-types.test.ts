import { expect, it } from 'vitest';
import * as ours from '../../index.ts';

// That this compiles is the test: what is written for the platform's types takes our classes.
const AudioEncoderClass: typeof globalThis.AudioEncoder = ours.AudioEncoder;
const AudioDecoderClass: typeof globalThis.AudioDecoder = ours.AudioDecoder;
const VideoEncoderClass: typeof globalThis.VideoEncoder = ours.VideoEncoder;
// Not so VideoDecoder and VideoFrame: TypeScript 6 knows fewer colours and pixel formats than the specification has.

it('can be assigned to variables of the platform’s types', () => {
  const classes = [AudioEncoderClass, AudioDecoderClass, VideoEncoderClass];
  expect(classes.map(({ name }) => name)).toEqual(['AudioEncoder', 'AudioDecoder', 'VideoEncoder']);
});

it('has the shape that WebIDL gives an interface', () => {
  const { prototype } = ours.VideoEncoder;
  expect(Object.getPrototypeOf(prototype)).toBe(EventTarget.prototype);
  expect(Object.prototype.toString.call(prototype)).toBe('[object VideoEncoder]');
  for (const name of ['configure', 'encode', 'encodeQueueSize', 'flush', 'ondequeue', 'state'])
    expect(Object.getOwnPropertyDescriptor(prototype, name)?.enumerable).toBe(true);
  expect([prototype.configure.length, prototype.encode.length, prototype.flush.length]).toEqual([1, 1, 0]);
  expect(() => Reflect.get(prototype, 'state')).toThrow(TypeError);
});

it('takes one dequeue handler, and gives it back', () => {
  const encoder = new ours.VideoEncoder({ output: () => undefined, error: () => undefined });
  const calls: string[] = [];
  const first = () => calls.push('first');
  encoder.ondequeue = first;
  expect(encoder.ondequeue).toBe(first);
  encoder.ondequeue = () => calls.push('second');
  encoder.dispatchEvent(new Event('dequeue'));
  encoder.ondequeue = null;
  encoder.dispatchEvent(new Event('dequeue'));
  expect(calls).toEqual(['second']);
});
