import leven from 'leven';

/** Names longer than this are not compared: nobody misspells them into one of ours. */
const MAX_COMPARED = 64;

/**
 * The name that somebody probably meant: the same but for case and separators, else the one with the fewest changes.
 *
 * @returns `undefined` when none is close
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > MAX_COMPARED) return undefined;
  const wanted = plain(name);
  let bound = mistakesIn(wanted.length) + 1;
  let nearest: string | undefined;
  for (const candidate of names) {
    const distance = leven(wanted, plain(candidate), { maxDistance: bound });
    if (distance >= bound) continue;
    bound = distance;
    nearest = candidate;
  }
  return nearest;
}

/** A third of the letters may be wrong; of few letters, two that changed places; of one letter, none. */
function mistakesIn(letters: number): number {
  return letters <= 3 ? Math.floor(letters / 2) : Math.max(2, Math.floor(letters / 3));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-\s]/g, '');
}
