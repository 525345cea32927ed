import { describe, expect, it } from 'vitest';
import { type FileTransfersOptions, settingsOf } from './options.ts';

describe('options', () => {
  it('that are left out or undefined are the defaults', () => {
    const given: object = { maxFileBytes: undefined, windowBytes: 1 };
    expect(settingsOf(given as FileTransfersOptions)).toEqual({ ...settingsOf({}), windowBytes: 1 });
    expect(settingsOf({}).maxFileBytes).toBe(17_179_869_184);
  });

  it('may be limits that are none', () => {
    expect(settingsOf({ maxFileBytes: Number.POSITIVE_INFINITY }).maxFileBytes).toBe(Number.POSITIVE_INFINITY);
  });

  it('for times are what timers can do', () => {
    const { offerTimeoutMs, idleTimeoutMs } = settingsOf({
      offerTimeoutMs: Number.POSITIVE_INFINITY,
      idleTimeoutMs: 1,
    });
    expect([offerTimeoutMs, idleTimeoutMs]).toEqual([1_000_000_000, 1]);
  });

  it.each([
    { maxFileBytes: Number.NaN },
    { maxOpenTransfers: -1 },
    { windowBytes: '1' as never },
    { idleTimeoutMs: null as never },
  ])('%j are refused', (options) => {
    expect(() => settingsOf(options)).toThrow(/^\[invalid-argument\]/);
  });
});
