import type { Undo } from './emitter.ts';

/** Keeps what must be taken back and takes it back once, newest first. */
export class Disposables {
  #undos: Undo[] = [];
  #disposed = false;

  /** Whether {@link Disposables.dispose} was called. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Keeps `undo` for later; runs it at once if that time has passed. */
  add(undo: Undo): void {
    if (this.#disposed) undo();
    else this.#undos.push(undo);
  }

  /** Listens on a platform object until disposal. */
  listen(target: EventTarget, name: string, listener: (event: Event) => void): void {
    target.addEventListener(name, listener);
    this.add(() => target.removeEventListener(name, listener));
  }

  /** Takes everything back. Calling it again does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const undos = this.#undos.reverse();
    this.#undos = [];
    for (const undo of undos) undo();
  }
}
