/**
 * Settles as `promise` does, but no later than `timeoutMs`.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {number} timeoutMs
 * @param {string} what for the message: "`what` took longer than … ms"
 * @returns {Promise<T>}
 */
export async function within(promise, timeoutMs, what) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
