import { ManualClock } from '@remotemedia/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { audioContextLeases, leaseAudioContext, onAudioContextState, resumeAudio } from './shared-audio-context.ts';

const undos: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const undo of undos.splice(0)) undo();
  expect(audioContextLeases()).toBe(0);
});

function lease(): AudioContext {
  const { context, release } = leaseAudioContext();
  undos.push(release);
  return context;
}

describe('resumeAudio', () => {
  it('is content when nothing needs sound', async () => {
    expect(await resumeAudio()).toBe(true);
  });

  it('starts a context that was held back', async () => {
    const context = lease();
    await context.suspend();
    expect(await resumeAudio()).toBe(true);
    expect(context.state).toBe('running');
  });

  it('does not wait for ever for a resume that never settles', async () => {
    const context = lease();
    await context.suspend();
    vi.spyOn(context, 'resume').mockReturnValue(new Promise(() => {}));
    const clock = new ManualClock();
    const resumed = resumeAudio({ timeoutMs: 300, clock });
    await clock.advance(300);
    expect(await resumed).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe('onAudioContextState', () => {
  it('tells every change until it is taken back', async () => {
    const states: string[] = [];
    const undo = onAudioContextState((state) => states.push(state));
    const context = lease();
    await expect.poll(() => states).toContain('running');
    await context.suspend();
    await expect.poll(() => states.at(-1)).toBe('suspended');
    undo();
    const before = states.length;
    await context.resume();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(states).toHaveLength(before);
  });
});
