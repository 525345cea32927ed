import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type CDPSession, chromium, expect, type TestInfo } from '@playwright/test';
import { chromiumArgs } from '../../../scripts/lib/chromium-args.mjs';
import { installedBrowser } from '../../../scripts/lib/installed-browsers.mjs';
import { Caller, nowMs } from '../../support/caller.ts';
import { startSite } from '../../support/site.ts';
import { test } from '../harness/scenario.ts';
import type { VideoFigures } from '../page/hooks.ts';

const NAMES = ['ada', 'alan', 'barbara', 'edsger', 'grace', 'katherine'];
const PICTURE = { width: 640, height: 360, fps: 30, tone: true };
/** How long a phase settles, and then is measured. */
const SETTLE_MS = 20_000;
const MEASURE_MS = 10_000;

test('six peers with pictures in one room', async ({ built }, info) => {
  test.setTimeout(240_000);
  const site = await startSite({ demoDir: built.page.dir });
  const path = installedBrowser('chromium')?.path;
  const browser = await chromium.launch({ ...(path && { executablePath: path }), args: chromiumArgs() });
  try {
    await runRoom(browser, site.url, info, { adaptiveBitrateEnabled: false, phases: { 'adaptation off': undefined } });
    const tile = { width: 320, height: 180 };
    const phases = { 'adaptation on': undefined, 'tiles of 320×180': tile, 'nobody looks': 'hidden' } as const;
    await runRoom(browser, site.url, info, { adaptiveBitrateEnabled: true, phases });
  } finally {
    await browser.close();
    await site.close();
  }
});

type View = { readonly width: number; readonly height: number } | 'hidden';

interface Room {
  readonly adaptiveBitrateEnabled: boolean;
  /** How all show the others' pictures, by the name of the phase; `undefined` for saying nothing. */
  readonly phases: Readonly<Record<string, View | undefined>>;
}

async function runRoom(
  browser: Browser,
  url: string,
  info: TestInfo,
  { adaptiveBitrateEnabled, phases }: Room,
): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const callers: Caller[] = [];
  for (const name of NAMES) {
    const caller = await Caller.open(browser, url, name);
    callers.push(caller);
    await caller.join(`six-${adaptiveBitrateEnabled}`, url.replace('http', 'ws'), { adaptiveBitrateEnabled });
    await caller.do('publish', PICTURE);
  }
  for (const caller of callers) {
    await expect.poll(async () => (await caller.do('connected')).length, { timeout: 60_000 }).toBe(NAMES.length - 1);
  }
  for (const [phase, view] of Object.entries(phases)) {
    if (view) for (const caller of callers) await caller.do('show', view);
    await sleep(SETTLE_MS);
    await measure(callers, session, info, phase);
  }
  for (const { page } of callers) await page.context().close();
}

async function measure(callers: readonly Caller[], session: CDPSession, info: TestInfo, phase: string): Promise<void> {
  for (const caller of callers) await caller.do('videoFigures');
  const [cpuBefore, before] = [await cpuSeconds(session), nowMs()];
  await sleep(MEASURE_MS);
  const [cpu, seconds] = [(await cpuSeconds(session)) - cpuBefore, (nowMs() - before) / 1_000];
  const figures = (await Promise.all(callers.map((caller) => caller.do('videoFigures')))).flat();
  const row = {
    phase,
    pictures: figures.length,
    'fps (median)': median(figures.map(({ fps }) => fps)).toFixed(1),
    'fps (least)': Math.min(...figures.map(({ fps }) => fps)).toFixed(1),
    size: mostFrequent(figures.map(({ width, height }) => `${width}×${height}`)),
    'kbit/s each (median)': Math.round(median(figures.map(({ kbps }) => kbps))),
    'Mbit/s in all': (figures.reduce((sum, { kbps }) => sum + kbps, 0) / 1_000).toFixed(1),
    'browser CPU': `${Math.round((cpu / seconds) * 100)} % of ${availableParallelism() * 100} %`,
    reasons: mostFrequent(figures.map(({ reasons }: VideoFigures) => reasons)),
    load: loadavg()[0]?.toFixed(1) ?? '',
  };
  info.annotations.push({ type: 'figures', description: JSON.stringify(row) });
}

/** Processor time of all processes of a browser. */
async function cpuSeconds(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [top] = [...counts].sort(([, one], [, other]) => other - one);
  return top ? `${top[0]} (${top[1]} of ${values.length})` : '';
}
