import { expect, type TestInfo } from '@playwright/test';
import type { PublishWish } from '../network/page/hooks.ts';
import { buildCallPage } from '../support/call-page.ts';
import { Caller, SMALL_PICTURE } from '../support/caller.ts';
import { personNamed } from '../support/cast.ts';
import { test as base } from '../support/fixtures.ts';
import { type Heap, HeapWatch } from '../support/heap.ts';
import { type Holdings, holdingsOf, keepLedger } from '../support/ledger.ts';
import { startSite } from '../support/site.ts';

/** Two people in a page with nothing but a call in it; the first is watched. */
interface Pair {
  readonly watched: Caller;
  readonly other: Caller;
  /** Where signaling runs. */
  readonly url: string;
}

const test = base.extend<{ pair: Pair }>({
  pair: async ({ pool }, use) => {
    const page = await buildCallPage();
    const site = await startSite({ demoDir: page.dir });
    const browser = await pool.browserOf(personNamed('Ada'), 'chromium');
    const watched = await Caller.open(browser, site.url, 'watched', keepLedger);
    const other = await Caller.open(browser, site.url, 'other');
    await other.join(ROOM, site.url.replace('http', 'ws'));
    await other.do('publish', PICTURE);
    await use({ watched, other, url: site.url });
    for (const caller of [watched, other]) await caller.page.context().close();
    await site.close();
    await page.remove();
    expect([...watched.faults, ...other.faults]).toEqual([]);
  },
});

/** Drawn, because Chromium keeps every track of a camera in memory. */
const PICTURE: PublishWish = { ...SMALL_PICTURE, isDrawn: true };
const ROOM = 'cycles';
const CYCLES = 50;
const CYCLES_BETWEEN_LOOKS = 10;
/** What one cycle may leave behind on average: compiled code and the statistics of the last minutes grow for a while. */
const MOST_BYTES_PER_CYCLE = 10_000;
/** The same in functions: one that is left in every fourth cycle is found. */
const MOST_FUNCTIONS_PER_CYCLE = 0.25;
/** Slower than a peer must be to be taken for one that comes and goes too often. */
const PACE = { intervals: [250] };

test(`${CYCLES} times in and out leave nothing behind, and the heap is flat`, async ({ pair }, info) => {
  test.setTimeout(180_000);
  const { watched, other, url } = pair;
  await cycles(watched, info, async (number) => {
    // Whoever comes too often under one name is refused.
    const peerId = `watched-${number}`;
    await watched.join(ROOM, number % 2 === 0 ? url : url.replace('http', 'ws'), { peerId });
    await watched.do('publish', PICTURE);
    await expect.poll(() => watched.do('isFlowing', other.id, 500), PACE).toBe(true);
    await expect.poll(async () => (await other.do('tracksOf', peerId)).tracks).toBe(2);
    await watched.do('leave');
    await expect.poll(() => other.do('connected'), PACE).toEqual([]);
  });
});

test(`${CYCLES} times published and taken back leave nothing behind, and the heap is flat`, async ({ pair }, info) => {
  test.setTimeout(180_000);
  const { watched, other, url } = pair;
  await watched.join(ROOM, url);
  await expect.poll(() => watched.do('isFlowing', other.id, 500)).toBe(true);
  await cycles(watched, info, async () => {
    await watched.do('publish', PICTURE);
    await expect.poll(async () => (await other.do('tracksOf', watched.id)).tracks).toBe(2);
    await watched.do('unpublish');
    await expect.poll(async () => (await other.do('tracksOf', watched.id)).tracks).toBe(0);
  });
  const { transceivers } = await watched.do('tracksOf', other.id);
  expect(transceivers, 'transceivers, which are used again').toBeLessThanOrEqual(4);
  await watched.do('leave');
});

/** Runs the cycles. After every ten, the page holds what it held after the first ten; in the end the heap has not grown. */
async function cycles(caller: Caller, info: TestInfo, cycle: (number: number) => Promise<void>): Promise<void> {
  const { page } = caller;
  const memory = await HeapWatch.open(page);
  const heaps: Heap[] = [];
  let held: Holdings | undefined;
  for (let number = 1; number <= CYCLES; number += 1) {
    await cycle(number);
    if (number % CYCLES_BETWEEN_LOOKS !== 0) continue;
    if ((await caller.do('state')) !== 'none') await caller.do('forget');
    held ??= await settled(page);
    const { timeouts, ...rest } = held;
    await expect.poll(() => holdingsOf(page), `held after ${number} cycles`).toMatchObject(rest);
    // A call that goes on has a few timers more or less from moment to moment.
    await expect
      .poll(async () => (await holdingsOf(page)).timeouts, 'timers')
      .toBeLessThanOrEqual(timeouts === 0 ? 0 : timeouts + 2);
    heaps.push(await memory.look());
  }
  const [first, last] = [heaps[0], heaps.at(-1)];
  if (!first || !last) throw new Error('there were no cycles');
  const since = CYCLES - CYCLES_BETWEEN_LOOKS;
  const perCycle = Math.round((last.bytes - first.bytes) / since);
  const told = `${heaps.map(({ bytes }) => `${Math.round(bytes / 1_000)} kB`).join(', ')}: ${perCycle} bytes per cycle`;
  info.annotations.push({ type: 'heap after collection', description: told });
  expect(last.objects, 'live objects').toEqual(first.objects);
  const functions = heaps.map((heap) => heap.functions);
  const functionsPerCycle = (last.functions - first.functions) / since;
  expect(functionsPerCycle, `functions: ${functions.join(', ')}`).toBeLessThan(MOST_FUNCTIONS_PER_CYCLE);
  expect(perCycle, told).toBeLessThan(MOST_BYTES_PER_CYCLE);
}

/** What the page holds once it does so twice in a row. */
async function settled(page: Parameters<typeof holdingsOf>[0]): Promise<Holdings> {
  let before = await holdingsOf(page);
  await expect
    .poll(async () => {
      const now = await holdingsOf(page);
      const isSame = JSON.stringify(now) === JSON.stringify(before);
      before = now;
      return isSame;
    })
    .toBe(true);
  return before;
}
