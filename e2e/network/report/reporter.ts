import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** What a scenario measured, by the name of the column. */
type Row = Readonly<Record<string, string | number>>;

const FILE = fileURLToPath(new URL('../../../.cache/network-report.json', import.meta.url));

/** Shows what all scenarios measured as a table, and keeps it as JSON. */
class TableReporter implements Reporter {
  readonly #rows: Row[] = [];

  onTestEnd(test: TestCase, { status, annotations }: TestResult): void {
    for (const { type, description } of annotations) {
      if (type !== 'figures' || !description) continue;
      this.#rows.push({ scenario: test.title, ...(JSON.parse(description) as Row), result: status });
    }
  }

  onEnd(): void {
    if (this.#rows.length === 0) return;
    mkdirSync(fileURLToPath(new URL('../../../.cache', import.meta.url)), { recursive: true });
    writeFileSync(FILE, `${JSON.stringify(this.#rows, undefined, 2)}\n`);
    process.stdout.write(`\n${tableOf(this.#rows)}\n\nThe same as JSON: ${FILE}\n`);
  }
}

// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter as the default export
export default TableReporter;

function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')).join('\n');
}
