/** The flushes of a coder that are not done yet. Source: WebCodecs, [[pending flush promises]]. */
export class FlushPromises {
  readonly #rejects = new Set<(reason: DOMException) => void>();

  /** A new one, and what fulfils it. */
  open(): { readonly promise: Promise<undefined>; readonly done: () => void } {
    const { promise, resolve, reject } = withResolvers();
    this.#rejects.add(reject);
    const done = () => {
      this.#rejects.delete(reject);
      resolve(undefined);
    };
    return { promise, done };
  }

  /** Rejects all, in order. */
  rejectAll(reason: DOMException): void {
    for (const reject of this.#rejects) reject(reason);
    this.#rejects.clear();
  }
}

function withResolvers() {
  let resolve: (value: undefined) => void = () => undefined;
  let reject: (reason: DOMException) => void = () => undefined;
  const promise = new Promise<undefined>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
