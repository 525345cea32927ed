/**
 * Who runs when: every round runs each name once. The first place moves on by one from round to round, and every
 * other round goes backwards, so that nobody always runs first or always after the same rival.
 *
 * @template Name
 * @param {readonly Name[]} names
 * @param {number} roundCount
 * @returns {Name[][]} one list of names for each round
 */
export function interleave(names, roundCount) {
  return Array.from({ length: roundCount }, (_, index) => {
    const first = names.length === 0 ? 0 : index % names.length;
    const order = [...names.slice(first), ...names.slice(0, first)];
    return index % 2 === 0 ? order : order.reverse();
  });
}
