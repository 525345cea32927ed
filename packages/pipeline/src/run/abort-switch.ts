/** Aborts a signal, in every runtime. */
export interface AbortSwitch {
  readonly signal: AbortSignal;
  /** Aborts the signal. Calling it again does nothing. */
  abort(reason: Error): void;
}

/** The platform's `AbortController`, or the like where there is none: the audio thread. */
export function makeAbortSwitch(): AbortSwitch {
  return typeof AbortController === 'function' ? new AbortController() : new OwnSwitch();
}

class OwnSwitch implements AbortSwitch {
  readonly signal: OwnSignal = new OwnSignal();

  abort(reason: Error): void {
    this.signal.fire(reason);
  }
}

/** Source: DOM §3.2, Interface AbortSignal. */
class OwnSignal extends EventTarget implements AbortSignal {
  onabort: ((this: AbortSignal, event: Event) => unknown) | null = null;
  #reason: Error | undefined;

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): Error | undefined {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#reason) throw this.#reason;
  }

  fire(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    const event = new Event('abort');
    this.onabort?.(event);
    this.dispatchEvent(event);
  }
}
