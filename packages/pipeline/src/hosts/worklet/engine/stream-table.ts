/** Which stream each input and output of the processor has. With one slot only, all sound is that stream's. */
export class StreamTable {
  /** How many streams there can be at once. */
  readonly slots: number;
  readonly #ids: (string | undefined)[];
  readonly #taken: boolean[];
  readonly #slotOf = new Map<string, number>();

  constructor(slots: number) {
    this.slots = slots;
    this.#ids = new Array<string | undefined>(slots).fill(undefined);
    this.#taken = new Array<boolean>(slots).fill(slots === 1);
  }

  /** Gives a slot to a stream. */
  take(slot: number, streamId: string): void {
    this.free(slot);
    if (slot >= this.slots) return;
    this.#ids[slot] = streamId;
    this.#taken[slot] = true;
    this.#slotOf.set(streamId, slot);
  }

  /** The stream of a slot is over. */
  free(slot: number): void {
    const id = this.#ids[slot];
    if (id !== undefined) this.#slotOf.delete(id);
    if (slot >= this.slots) return;
    this.#ids[slot] = undefined;
    this.#taken[slot] = this.slots === 1;
  }

  /** Whether a slot has a stream. */
  isTaken(slot: number): boolean {
    return this.#taken[slot] === true;
  }

  /** The stream of a slot, as blocks name it. */
  idOf(slot: number): string | undefined {
    return this.#ids[slot];
  }

  /** The slot of a stream; `undefined` for one that has none, and for sound of no stream where there are several. */
  slotOf(streamId: string | undefined): number | undefined {
    if (this.slots === 1) return 0;
    return streamId === undefined ? undefined : this.#slotOf.get(streamId);
  }
}
