/** Something that is due when a turn of the event loop ends. */
export interface Due {
  /** Does it. Must not throw. */
  flush(): void;
}

/** Counts the turns of the event loop in which something happens, and does at their end what is due. */
export class Turn {
  #number = 1;
  #due: Due[] = [];
  #isArmed = false;

  /** Number of this turn; grows from turn to turn. */
  get number(): number {
    if (!this.#isArmed) {
      this.#isArmed = true;
      setImmediate(this.#end);
    }
    return this.#number;
  }

  /** Has `due` flushed once everything that arrived by now is dealt with. */
  add(due: Due): void {
    this.#due.push(due);
  }

  readonly #end = (): void => {
    this.#isArmed = false;
    this.#number += 1;
    if (this.#due.length === 0) return;
    const due = this.#due;
    this.#due = [];
    for (const item of due) item.flush();
  };
}
