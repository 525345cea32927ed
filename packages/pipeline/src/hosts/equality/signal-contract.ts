/** Sample-frames of the signal: a second, and whole blocks of 128 and of 480. */
export const SIGNAL_FRAMES = 48_000;

/** Of the signal, in Hz. */
export const SIGNAL_RATE = 48_000;

/**
 * Something like speech: bursts of a buzzing tone with noise, pauses, a part that clips, and another sound in the second
 * channel. Integers make the noise, so that it is the same everywhere.
 */
export function signal(channelCount: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: channelCount }, (_, channel) => {
    let state = 12_345 + channel * 999;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      return state / 2 ** 31;
    };
    return Float32Array.from({ length: SIGNAL_FRAMES }, (_unused, frame) => {
      const isBurst = frame % 16_000 < 11_000;
      const isLoud = frame > 34_000;
      const buzz = ((frame * (channel + 1)) % 400) / 200 - 1;
      const noise = next();
      const sample = isBurst ? 0.35 * buzz + 0.15 * noise : 0.001 * noise;
      return Math.max(-1, Math.min(1, isLoud ? sample * 2.5 : sample));
    });
  });
}
