import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

/** Runs axe-core in the page. Gives one line for each element that breaks a rule: the rule, its words, the element. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Evaluated and not put in a script element, which a strict content security policy would stop.
  await page.evaluate(axe.source);
  const { passes, violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  if (passes.length === 0) throw new Error('axe-core found nothing to look at');
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
