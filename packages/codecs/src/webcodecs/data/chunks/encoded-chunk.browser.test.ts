import { describe } from 'vitest';
import { EncodedAudioChunk } from './encoded-audio-chunk.ts';
import { describeEncodedChunk } from './encoded-chunk-contract.ts';
import { EncodedVideoChunk } from './encoded-video-chunk.ts';

describe('our EncodedAudioChunk', () => describeEncodedChunk(EncodedAudioChunk, 'EncodedAudioChunk'));
describe('our EncodedVideoChunk', () => describeEncodedChunk(EncodedVideoChunk, 'EncodedVideoChunk'));
describe("Chromium's EncodedAudioChunk", () => describeEncodedChunk(globalThis.EncodedAudioChunk, 'EncodedAudioChunk'));
describe("Chromium's EncodedVideoChunk", () => describeEncodedChunk(globalThis.EncodedVideoChunk, 'EncodedVideoChunk'));
