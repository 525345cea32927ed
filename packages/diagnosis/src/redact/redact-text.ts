/** Most characters of a text that is looked at, and of what is kept of it. */
const MOST_READ = 2_000;
const MOST_KEPT = 300;

/** Names of values that nobody else may see; also as part of a longer name. */
const SECRET_NAMES =
  'pass(?:word|wd|phrase)?|pwd|secret|token|credential|authorization|cookie|api[-_]?key|ufrag|user(?:name)?|label|session';

/** What is taken out, and what is put in its place. Later ones see what earlier ones left. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  [/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '],
  [/\beyJ[\w-]*(?:\.[\w-]+)*/g, '[token]'],
  [/\b([a-z][a-z\d+-]{0,15}):\/\/[^\s"'<>]+/gi, '[$1 URL]'],
  [/\b(stuns?|turns?):[^\s"'<>]+/gi, '[$1 URL]'],
  [/[^\s@"<>():,;[\]]+@[^\s@"<>(),;[\]]+/g, '[mail]'],
  [/\b(bearer|basic|digest)\s+\S+/gi, '$1 [redacted]'],
  [
    new RegExp(
      `((?:${SECRET_NAMES})[\\w-]*["']?\\s*[:=]\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|'(?:[^'\\\\]|\\\\.)*'?|[^\\s,;&}]+)`,
      'gi',
    ),
    '$1[redacted]',
  ],
  // Without a sign between them only what is no word of a sentence: "the token was refused" stays.
  [/\b(ufrag|(?:pass(?:word|phrase)|pwd|secret|token|credential|username)(?=\s+\S*\d))\s+\S+/gi, '$1 [redacted]'],
  [/[\da-f]{2}(?::[\da-f]{2}){7,}/gi, '[fingerprint]'],
  [/\d+(?:\.\d+){3,}/g, '[IPv4]'],
  [/[\da-f]*(?::[\da-f]*){2,}(?:%[^\s"'<>()[\],;]+)?/gi, '[IPv6]'],
  [/[\w-]+(?:\.[\w-]+)*\.(?:local|localdomain|lan|home|internal|corp)\b/gi, '[host]'],
  // With a port, or in three parts: "peer.state" is none.
  [/[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]*:\d{1,5}\b/gi, '[host]'],
  [/[\w-]+(?:\.[\w-]+)+\.[a-z]{2,}\b/gi, '[host]'],
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '[id]'],
  // Whatever is long and not made of words: keys, hashes, ids.
  [/(?=[\w+/=-]*\d)[\w+/=-]{16,}/g, '[opaque]'],
  [/[\w+/=-]{40,}/g, '[opaque]'],
];

/**
 * Takes out of a text for people, such as an error's message, what must not leave the page: addresses, URLs, tokens,
 * credentials, ids, mail addresses. Rather too much than too little. Takes at most 2,000 characters into account and gives
 * at most 300, in one line, in time that grows with the length of the text and with nothing else.
 */
export function redactText(text: string): string {
  let rest = text;
  // A cut in mid-word could leave half of an address, which no rule knows.
  if (text.length > MOST_READ) rest = text.slice(0, MOST_READ).replace(/\S*$/, '');
  for (const [pattern, instead] of RULES) rest = rest.replace(pattern, instead);
  return rest.length > MOST_KEPT ? `${rest.slice(0, MOST_KEPT - 1)}…` : rest;
}
