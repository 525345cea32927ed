import { SdkError, type SdkErrorCode } from '@remotemedia/sdk';
import { expect, it } from 'vitest';
import { captureErrorWords, joinErrorWords, lostErrorWords } from './error-words.ts';

it.each<[SdkErrorCode, RegExp]>([
  ['resource-exhausted', /room is full/],
  ['unavailable', /cannot be reached/],
  ['deadline-exceeded', /too long/],
  ['already-exists', /already/],
])('says of a join that failed with %s', (code, words) => {
  expect(joinErrorWords(new SdkError(code, 'technical')).title).toMatch(words);
});

it('falls back to the reason of the error, as a sentence', () => {
  expect(joinErrorWords(new SdkError('internal', 'the thing broke')).hint).toBe('The thing broke.');
});

it('sends nobody for a new link where a token is missing, which no link has', () => {
  expect(joinErrorWords(new SdkError('unauthenticated', 'x')).hint).toMatch(/token/);
});

it('says that a call was lost, and a room that filled up meanwhile by its name', () => {
  expect(lostErrorWords(new SdkError('unavailable', 'x')).title).toMatch(/lost/);
  expect(lostErrorWords(new SdkError('resource-exhausted', 'x')).title).toMatch(/full/);
});

it.each<[SdkErrorCode, RegExp]>([
  ['permission-denied', /may not use your camera/],
  ['not-found', /No camera was found/],
  ['unavailable', /could not be opened/],
  ['failed-precondition', /page may not use/],
  ['internal', /did not start/],
])('says of a camera that failed with %s', (code, words) => {
  const { title, hint } = captureErrorWords(new SdkError(code, 'technical'), 'camera');
  expect(title).toMatch(words);
  expect(hint).not.toBe('');
});
