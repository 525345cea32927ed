/** Loudness below which nobody speaks: −40 dB of full scale. */
const FLOOR = 0.01;
/** How much louder than the one who speaks another must be to take over: 6 dB. */
const LOUDER = 2;
/** For how long, in milliseconds: a cough is shorter. */
const TAKE_OVER_MS = 400;
/** How long silence lasts before anybody who speaks takes over at once, in milliseconds. */
const SILENCE_MS = 800;
/** How much of a level is left after a second without sound. */
const DECAY_PER_SECOND = 0.05;

/** Tells who speaks among several, from their levels, without jumping to and fro. Who spoke last stays. */
export class DominantSpeaker {
  readonly #smooth = new Map<string, number>();
  #speaker: string | undefined;
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #rival: { readonly id: string; readonly sinceMs: number } | undefined;
  #updatedAtMs: number | undefined;

  /** Who speaks, or spoke last; `undefined` before anybody did, or when that one is gone. */
  get speaker(): string | undefined {
    return this.#speaker;
  }

  /**
   * Takes the levels of now, 0–1, of everybody who could speak.
   *
   * @returns whether {@link DominantSpeaker.speaker} changed
   */
  update(nowMs: number, levels: ReadonlyMap<string, number>): boolean {
    const before = this.#speaker;
    this.#follow(nowMs, levels);
    if (this.#speaker !== undefined && !levels.has(this.#speaker)) this.#speaker = undefined;
    const own = this.#speaker === undefined ? 0 : (this.#smooth.get(this.#speaker) ?? 0);
    if (own >= FLOOR) this.#heardAtMs = nowMs;
    const isSilent = nowMs - this.#heardAtMs >= SILENCE_MS;
    const loudest = this.#loudest();
    const isRival =
      loudest !== undefined && loudest.id !== this.#speaker && loudest.level >= FLOOR && loudest.level >= own * LOUDER;
    if (!isRival) this.#rival = undefined;
    else if (this.#rival?.id !== loudest.id) this.#rival = { id: loudest.id, sinceMs: nowMs };
    if (isRival && (isSilent || nowMs - (this.#rival?.sinceMs ?? nowMs) >= TAKE_OVER_MS)) {
      this.#speaker = loudest.id;
      this.#heardAtMs = nowMs;
      this.#rival = undefined;
    }
    return this.#speaker !== before;
  }

  /** Levels rise at once and fall slowly: there are pauses between words. */
  #follow(nowMs: number, levels: ReadonlyMap<string, number>): void {
    const decay = DECAY_PER_SECOND ** (Math.max(0, nowMs - (this.#updatedAtMs ?? nowMs)) / 1_000);
    this.#updatedAtMs = nowMs;
    for (const id of this.#smooth.keys()) if (!levels.has(id)) this.#smooth.delete(id);
    for (const [id, level] of levels) this.#smooth.set(id, Math.max(level, (this.#smooth.get(id) ?? 0) * decay));
  }

  #loudest(): { readonly id: string; readonly level: number } | undefined {
    let loudest: { id: string; level: number } | undefined;
    for (const [id, level] of this.#smooth) if (!loudest || level > loudest.level) loudest = { id, level };
    return loudest;
  }
}
