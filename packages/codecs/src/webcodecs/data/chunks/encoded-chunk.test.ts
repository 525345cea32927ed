import { describe, expect, it } from 'vitest';
import { EncodedAudioChunk, isEncodedAudioChunk } from './encoded-audio-chunk.ts';
import { describeEncodedChunk } from './encoded-chunk-contract.ts';
import { bytesOfVideoChunk, EncodedVideoChunk, isEncodedVideoChunk } from './encoded-video-chunk.ts';

describe('EncodedAudioChunk', () => describeEncodedChunk(EncodedAudioChunk, 'EncodedAudioChunk'));
describe('EncodedVideoChunk', () => describeEncodedChunk(EncodedVideoChunk, 'EncodedVideoChunk'));

it('tells the two kinds of chunk apart and gives the bytes without a copy', () => {
  const data = new Uint8Array([1, 2]);
  const chunk = new EncodedVideoChunk({ type: 'key', timestamp: 0, data, transfer: [data.buffer] });
  expect([isEncodedVideoChunk(chunk), isEncodedAudioChunk(chunk), isEncodedVideoChunk({})]).toEqual([
    true,
    false,
    false,
  ]);
  expect(bytesOfVideoChunk(chunk)).toBe(bytesOfVideoChunk(chunk));
  expect([...bytesOfVideoChunk(chunk)]).toEqual([1, 2]);
});
