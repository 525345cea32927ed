import type { CSSProperties, ReactElement } from 'react';

/** Initials on a colour of the person's own, for whoever is not seen. */
export function Avatar({ name }: { readonly name: string }): ReactElement {
  return (
    <span className="avatar" style={{ '--hue': hueOf(name) } as CSSProperties} aria-hidden="true">
      <span>{initialsOf(name)}</span>
    </span>
  );
}

/** First letters of the first and the last word, by what a reader takes for a letter. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return [first, last].map((word) => [...word][0]?.toUpperCase() ?? '').join('');
}

/** A hue in degrees, always the same for the same name. */
export function hueOf(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash / 10;
}
