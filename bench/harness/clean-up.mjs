/** What must be undone at the end, newest first, however far the beginning got. */
export class CleanUp {
  /** @type {(() => Promise<void>)[]} */
  #steps = [];

  /** @param {() => Promise<void>} step */
  add(step) {
    this.#steps.push(step);
  }

  /** Runs every step once, also after one that failed. @throws the first error */
  async run() {
    const steps = this.#steps.reverse();
    this.#steps = [];
    const errors = [];
    for (const step of steps) await step().catch((error) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
