import { SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { listDevices, NO_DEVICES, openUserMedia, watchDevices } from './devices.ts';
import { mediaFault } from './media-fault.ts';

const named = (name: string) => new DOMException('whatever the browser says', name);

describe('mediaFault', () => {
  it.each([
    ['NotAllowedError', 'permission-denied', /not allowed to use the camera/],
    ['SecurityError', 'permission-denied', /not allowed/],
    ['NotFoundError', 'not-found', /does not have the camera/],
    ['OverconstrainedError', 'not-found', /not there any more/],
    ['NotReadableError', 'unavailable', /another program/],
    ['AbortError', 'unavailable', /cannot be opened/],
    ['SomethingNew', 'unknown', /whatever the browser says/],
  ])('turns %s into %s', (name, code, words) => {
    const cause = named(name);
    const error = mediaFault(cause, 'the camera');
    expect(error).toMatchObject({ code, cause });
    expect(error.detail).toMatch(words);
  });

  it('turns a TypeError into invalid-argument and leaves our own errors alone', () => {
    expect(mediaFault(new TypeError('x'), 'the microphone').code).toBe('invalid-argument');
    const ours = new SdkError('cancelled', 'enough');
    expect(mediaFault(ours, 'the microphone')).toBe(ours);
  });
});

describe('where there are no devices at all', () => {
  it('lists nothing, tells the watcher so, and refuses to open with a reason', async () => {
    expect(await listDevices()).toEqual(NO_DEVICES);
    const undo = await new Promise<() => void>((resolve) => {
      const stop = watchDevices((list) => {
        expect(list).toEqual(NO_DEVICES);
        resolve(stop);
      });
    });
    undo();
    await expect(openUserMedia({ audio: true })).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});
