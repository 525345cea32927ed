/**
 * Seconds in words, such as `0.4 s` or `2 min 5 s`.
 *
 * @param {number} ms
 * @returns {string}
 */
export function duration(ms) {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Says what begins, does it, and says how long it took. While nothing else is printed a line every 20 seconds shows
 * that it goes on.
 *
 * @template T
 * @param {string} what such as "Installing packages (npm ci)"
 * @param {() => Promise<T>} work
 * @param {{ fine?: (result: T) => boolean, quiet?: boolean }} [options] `fine` tells success, else any return is one;
 *   `quiet` when the work prints by itself
 * @returns {Promise<T>}
 */
export async function step(what, work, { fine = () => true, quiet = false } = {}) {
  const startMs = performance.now();
  const spent = () => duration(performance.now() - startMs);
  console.log(`… ${what}`);
  const pulse = setInterval(() => console.log(`  still at it after ${spent()}: ${what}`), 20_000);
  if (quiet) clearInterval(pulse);
  try {
    const result = await work();
    console.log(`${fine(result) ? '✓' : '✗'} ${what}: ${spent()}`);
    return result;
  } catch (error) {
    console.log(`✗ ${what}: ${spent()}`);
    throw error;
  } finally {
    clearInterval(pulse);
  }
}
