/** A timer of Node, which can be told not to keep the process alive. */
interface NodeTimer {
  unref(): void;
}

/** Calls `callback` once after `delayMs`, unless a Node process has nothing else to do. @returns calls it off */
export function quietTimer(delayMs: number, callback: () => void): () => void {
  const timer: unknown = setTimeout(callback, delayMs);
  if (isNodeTimer(timer)) timer.unref();
  return () => clearTimeout(timer as number);
}

function isNodeTimer(timer: unknown): timer is NodeTimer {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}
