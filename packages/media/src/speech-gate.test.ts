import { describe, expect, it } from 'vitest';
import { SpeechGate } from './speech-gate.ts';

const gate = () => new SpeechGate({ startDbfs: -40, stopDbfs: -50, attackMs: 100, releaseMs: 400 });

describe('SpeechGate', () => {
  it('starts after the attack time, not before', () => {
    const it = gate();
    expect(it.push(-20, 0)).toBe(false);
    expect(it.push(-20, 99)).toBe(false);
    expect(it.push(-20, 100)).toBe(true);
  });

  it('takes a click for no speech', () => {
    const it = gate();
    it.push(-5, 0);
    it.push(-90, 50);
    expect(it.push(-5, 100)).toBe(false);
    expect(it.push(-90, 150)).toBe(false);
  });

  it('bridges the pauses between words', () => {
    const it = gate();
    it.push(-20, 0);
    it.push(-20, 100);
    expect(it.push(-90, 150)).toBe(true);
    expect(it.push(-90, 500)).toBe(true);
    expect(it.push(-20, 520)).toBe(true);
    expect(it.push(-90, 550)).toBe(true);
    expect(it.push(-90, 949)).toBe(true);
    expect(it.push(-90, 950)).toBe(false);
  });

  it('keeps its mind between the two thresholds', () => {
    const quiet = gate();
    for (let ms = 0; ms < 1000; ms += 50) expect(quiet.push(-45, ms)).toBe(false);
    const loud = gate();
    loud.push(-20, 0);
    loud.push(-20, 100);
    for (let ms = 150; ms < 2000; ms += 50) expect(loud.push(-45, ms)).toBe(true);
  });

  it('never lets the lower threshold be above the upper', () => {
    const it = new SpeechGate({ startDbfs: -60, stopDbfs: -10, attackMs: 0, releaseMs: 0 });
    expect(it.push(-55, 0)).toBe(true);
    expect(it.push(-55, 1)).toBe(true);
    expect(it.push(-61, 2)).toBe(false);
  });
});
