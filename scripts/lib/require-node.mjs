/** Oldest Node.js that works, */
export const OLDEST_NODE = { major: 20, minor: 19 };

/**
 * What to tell the user of a Node.js that is too old, `undefined` if it is not. Old releases must be able to read this
 * file, so it imports nothing and uses no new syntax.
 *
 * @param {string} version
 * @returns {string | undefined}
 */
export function nodeFault(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return undefined;
  return `This needs Node.js ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer, and this is ${version}.`;
}

/**
 * Ends the process when Node.js is too old; otherwise loads the rest of the script.
 *
 * @param {() => Promise<unknown>} load
 */
export function withNode(load) {
  const fault = nodeFault(process.versions.node);
  if (!fault) return load();
  console.error(fault);
  process.exitCode = 1;
  return Promise.resolve();
}
