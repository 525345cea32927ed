/** Tells the page of an error that one of its callbacks threw, as the platform does: it does not reach the caller. */
export function reportException(error: unknown): void {
  const report: unknown = Reflect.get(globalThis, 'reportError');
  if (typeof report === 'function') {
    report.call(globalThis, error);
    return;
  }
  queueMicrotask(() => {
    throw error;
  });
}
