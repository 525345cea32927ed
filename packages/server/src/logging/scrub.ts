/** Longest text of one line of the log, in characters; the rest is cut off. */
const LONGEST = 2_000;
/** What stands where something secret was. */
const BLOT = '[redacted]';

/** What may never be in a log, by its form, and what stands there instead. */
const SECRET_FORMS: readonly (readonly [RegExp, string])[] = [
  // A session description, from its version line on; its line ends may be escaped.
  [/\bv=0(?:\r|\n|\\r|\\n)[\s\S]*/g, `${BLOT} session description`],
  // A parser's error may quote the beginning of one only.
  [/\b(?:ice-pwd|ice-ufrag|fingerprint|candidate):\S[^"'\r\n]*/g, BLOT],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, BLOT],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${BLOT}`],
  [/(:\/\/)[^/@\s]+@/g, `$1${BLOT}@`],
  [
    /\b((?:\w*[_-])?(?:token|secret|password|credential|authorization))(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    `$1$2${BLOT}`,
  ],
];

/** Control characters, line and paragraph separators, and marks that turn the direction of text around. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Makes a text fit for a log: without secrets, in one line, and not too long. Nothing that a client sends can begin a
 * line of its own or move the cursor of a terminal.
 *
 * @param secrets texts that are blotted out wherever they come up
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, BLOT);
  // More than is kept, so that what is cut off does not leave half of a secret that is known by its form.
  clean = clean.slice(0, LONGEST * 2);
  for (const [form, instead] of SECRET_FORMS) clean = clean.replaceAll(form, instead);
  if (clean.length > LONGEST) clean = `${clean.slice(0, LONGEST)}…`;
  return clean.replaceAll(UNSAFE, escaped);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
