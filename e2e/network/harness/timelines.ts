import { writeFileSync } from 'node:fs';
import type { TestInfo } from '@playwright/test';
import type { Caller } from '../../support/caller.ts';
import type { TimelineEntry } from '../page/hooks.ts';

/** Something that the test did, as an annotation. */
const EVENT = 'event';

/** Notes what the test did, for the timeline. */
export function note(info: TestInfo, at: number, what: string): void {
  const entry: TimelineEntry = { at, what };
  info.annotations.push({ type: EVENT, description: JSON.stringify(entry) });
}

/** Writes down what happened in the pages, for those who want to know why: `timeline.txt` and `pulse.txt`. */
export async function keepTimelines(info: TestInfo, callers: readonly Caller[]): Promise<void> {
  const events = info.annotations.flatMap(({ type, description }) =>
    type === EVENT && description ? [JSON.parse(description) as TimelineEntry] : [],
  );
  const happened = (await Promise.all(callers.map(happenedAt))).flat();
  const beats = (await Promise.all(callers.map(beatsAt))).flat();
  const start = Math.min(...[...events, ...happened].map(({ at }) => at));
  write(info, 'timeline', [...events, ...happened], start);
  write(info, 'pulse', [...events, ...beats], start);
}

async function happenedAt({ id, page, faults }: Caller): Promise<TimelineEntry[]> {
  const entries = await page.evaluate(() => window.call.timeline()).catch(() => []);
  const uncaught = faults.map((what) => ({ at: Number.MAX_SAFE_INTEGER, what }));
  return [...entries.map(({ at, what }) => ({ at, what: `${id}  ${what}` })), ...uncaught];
}

async function beatsAt({ id, page }: Caller): Promise<TimelineEntry[]> {
  const entries = await page.evaluate(() => window.call.pulse()).catch(() => []);
  return entries.map(({ at, what }) => ({ at, what: `${id}  ${what}` }));
}

function write(info: TestInfo, name: string, entries: TimelineEntry[], start: number): void {
  const path = info.outputPath(`${name}.txt`);
  const lines = entries
    .sort((one, other) => one.at - other.at)
    .map(({ at, what }) => `${((at - start) / 1_000).toFixed(3).padStart(9)}  ${what}\n`);
  writeFileSync(path, lines.join(''));
  info.attachments.push({ name, path, contentType: 'text/plain' });
}
