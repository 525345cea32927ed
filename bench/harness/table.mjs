/**
 * Columns under their headings; the first to the left, the rest to the right.
 *
 * @param {string[]} headings
 * @param {string[][]} rows
 * @returns {string[]} lines
 */
export function table(headings, rows) {
  const widths = headings.map((_, column) => Math.max(...[headings, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}
