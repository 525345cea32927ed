import type { JsonValue } from '../data/json-value.ts';

/** Longest line, in characters: that of the repository's formatter. */
const LINE_WIDTH = 120;

/** JSON as the repository's formatter writes it: lists of plain values on one line where they fit. */
export function printJson(value: JsonValue, indent = '', before = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => printJson(item, inner));
    const line = `[${items.join(', ')}]`;
    const isPlain = value.every((item: JsonValue) => typeof item !== 'object' || item === null);
    // A comma may follow.
    if (isPlain && indent.length + before + line.length < LINE_WIDTH) return line;
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, member]) => {
    const name = `${JSON.stringify(key)}: `;
    return `${inner}${name}${printJson(member, inner, name.length)}`;
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
