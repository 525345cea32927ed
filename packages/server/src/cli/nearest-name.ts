/** Most changes of a letter after which a name still counts as the same, mistyped; and one change needs so many letters. */
const MOST_CHANGES = 3;
const LETTERS_PER_CHANGE = 3;
/** Longer names are not compared: nobody mistypes one of ours that way. */
const LONGEST_NAME = 64;

/** The name that `wrong` was probably meant to be; `undefined` when none is near. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  if (wrong.length > LONGEST_NAME) return undefined;
  let nearest: string | undefined;
  let least = Math.min(MOST_CHANGES, Math.floor(wrong.length / LETTERS_PER_CHANGE)) + 1;
  for (const name of names) {
    const changes = changesBetween(wrong, name);
    if (changes >= least) continue;
    nearest = name;
    least = changes;
  }
  return nearest;
}

/** Letters to insert, remove or replace to make `from` into `to` (Levenshtein distance). */
function changesBetween(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}
