/** Most messages of one run. */
const MOST = 1 << 24;

/** Counts messages: each number once out, once in. */
export class Tally {
  #timesReceived = new Uint8Array(MOST);
  #sentAtMs = new Float64Array(MOST);
  /** How many were sent; the number of the next one. */
  sent = 0;
  /** How many arrived, duplicates not counted. */
  received = 0;
  /** How many arrived again. */
  duplicates = 0;

  /** @returns {number} the number of a message that is sent now */
  next() {
    const tag = this.sent;
    if (tag === MOST) throw new Error(`a run has ${MOST} messages at the most`);
    this.#sentAtMs[tag] = performance.now();
    this.sent += 1;
    return tag;
  }

  /**
   * @param {number} tag of a message that came
   * @returns {boolean} whether it came for the first time
   */
  arrived(tag) {
    // A number in an answer that has nothing to do with the load, such as a time.
    if (tag >= this.sent) return false;
    const times = this.#timesReceived[tag];
    this.#timesReceived[tag] = times + 1;
    if (times > 0) {
      this.duplicates += 1;
      return false;
    }
    this.received += 1;
    return true;
  }

  /**
   * @param {number} tag
   * @returns {number} how long ago it was sent
   */
  ageMs(tag) {
    return performance.now() - this.#sentAtMs[tag];
  }
}
