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

/**
 * An id as JSON text, as it came: numbers with more digits than JavaScript keeps are taken from the frame itself.
 *
 * @param place index of the call in a batch; `undefined` for a call that is alone in its frame
 */
export function idText(id: Exclude<CallId, undefined>, frame: string, place: number | undefined): string {
  if (typeof id !== 'number') return JSON.stringify(id);
  if (Number.isSafeInteger(id)) return String(id);
  const written = numberInFrame(frame, place);
  return written !== undefined && Number(written) === id ? written : String(id);
}

const NUMBER = /-?\d[\d.eE+-]{0,255}/y;

/** The number after the last `"id":` of a call. The frame is known to be well-formed JSON. */
function numberInFrame(frame: string, place: number | undefined): string | undefined {
  const depthOfMembers = place === undefined ? 1 : 2;
  let depth = 0;
  let index = 0;
  let found: string | undefined;
  for (const { 0: token, index: at } of frame.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ',' && depth === 1) index += 1;
    else if (token === '"id"' && depth === depthOfMembers && (place === undefined || index === place)) {
      found = numberAfterColon(frame, at + token.length) ?? found;
    }
  }
  return found;
}

function numberAfterColon(frame: string, end: number): string | undefined {
  const gap = /\s*:\s*/y;
  gap.lastIndex = end;
  if (!gap.test(frame)) return undefined;
  NUMBER.lastIndex = gap.lastIndex;
  return NUMBER.exec(frame)?.[0];
}
