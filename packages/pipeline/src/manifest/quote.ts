/** Characters of somebody's text that a message repeats. */
const MAX_SHOWN = 40;

/** A value of a manifest as a message shows it: short, on one line. */
export function quote(value: unknown): string {
  // JSON leaves two characters as they are that end a line.
  if (typeof value === 'string') return JSON.stringify(shortened(value)).replaceAll(/[\u2028\u2029\u0085]/g, ' ');
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** Names in a sentence: `"a"`, `"a" and "b"`, `"a", "b" and 3 more`. */
export function quoteAll(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).map(quote);
  const rest = names.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}

function shortened(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 1)}…`;
}
