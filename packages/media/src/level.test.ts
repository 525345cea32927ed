import { describe, expect, it } from 'vitest';
import { rmsDbfs, SILENCE_DBFS } from './level.ts';

describe('rmsDbfs', () => {
  it('says 0 for a full-scale square wave and -3 for a full-scale sine', () => {
    expect(rmsDbfs(new Float32Array([1, -1, 1, -1]))).toBeCloseTo(0);
    const sine = Float32Array.from({ length: 4800 }, (_, n) => Math.sin((2 * Math.PI * 100 * n) / 4800));
    expect(rmsDbfs(sine)).toBeCloseTo(-3.01, 2);
  });

  it('says silence for zeros, for nothing at all and for what is quieter than that', () => {
    expect(rmsDbfs(new Float32Array(128))).toBe(SILENCE_DBFS);
    expect(rmsDbfs(new Float32Array(0))).toBe(SILENCE_DBFS);
    expect(rmsDbfs(new Float32Array([1e-9]))).toBe(SILENCE_DBFS);
  });
});
