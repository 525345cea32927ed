/** Most characters of a call's id: it goes back with the reply. */
const MAX_ID_LENGTH = 256;

/** What an id must be. */
export const ID_FORM: string = `a string of at most ${MAX_ID_LENGTH} characters, a number or null`;

/** What names a call; without one (`undefined`) no reply is due. */
export type CallId = string | number | null | undefined;

/** Whether a value can name a call. Anything else could have no end that a stack could reach. */
export function isCallId(value: unknown): value is CallId {
  if (typeof value === 'string') return value.length <= MAX_ID_LENGTH;
  return value === undefined || value === null || Number.isFinite(value);
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;
const NUMBER = /-?\d[\d.eE+-]{0,255}/y;

/** The text of a frame that is well-formed JSON. */
export class FrameText {
  readonly #frame: string;
  /** Numbers after the last `"id":` of each call, by its index in the batch; 0 for a call that is alone. */
  #numbers: ReadonlyMap<number, string> | undefined;

  /** @param frame all of it */
  constructor(frame: string) {
    this.#frame = frame;
  }

  /**
   * A call's id as JSON text, as it came: numbers with more digits than JavaScript keeps are taken from the frame itself,
   * which is looked through once for all of its calls.
   *
   * @param index of the call in a batch; 0 for a call that is alone
   */
  idText(id: Exclude<CallId, undefined>, index: number): string {
    if (typeof id !== 'number') return JSON.stringify(id);
    if (Number.isSafeInteger(id)) return String(id);
    this.#numbers ??= this.#findNumbers();
    const written = this.#numbers.get(index);
    return written !== undefined && Number(written) === id ? written : String(id);
  }

  #findNumbers(): ReadonlyMap<number, string> {
    const found = new Map<number, string>();
    const isBatch = this.#frame.trimStart().startsWith('[');
    const depthOfMembers = isBatch ? 2 : 1;
    let depth = 0;
    let index = 0;
    for (const { 0: token, index: at } of this.#frame.matchAll(TOKENS)) {
      if (token === '{' || token === '[') depth += 1;
      else if (token === '}' || token === ']') depth -= 1;
      else if (token === ',' && isBatch && depth === 1) index += 1;
      else if (token === '"id"' && depth === depthOfMembers) {
        const written = this.#numberAfterColon(at + token.length);
        if (written !== undefined) found.set(index, written);
      }
    }
    return found;
  }

  #numberAfterColon(end: number): string | undefined {
    const gap = /\s*:\s*/y;
    gap.lastIndex = end;
    if (!gap.test(this.#frame)) return undefined;
    NUMBER.lastIndex = gap.lastIndex;
    return NUMBER.exec(this.#frame)?.[0];
  }
}
