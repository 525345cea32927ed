/** Something that is due when a turn of the event loop ends. */
export interface Due {
  /** Does it. Must not throw. */
  flush(): void;
}

/** What is due at the end of this turn of the event loop: one timer for however many sockets. */
export class Turn {
  #due: Due[] = [];

  /** Has `due` flushed once everything that arrived by now is dealt with. */
  add(due: Due): void {
    if (this.#due.length === 0) setImmediate(this.#end);
    this.#due.push(due);
  }

  readonly #end = (): void => {
    const due = this.#due;
    this.#due = [];
    for (const item of due) item.flush();
  };
}
