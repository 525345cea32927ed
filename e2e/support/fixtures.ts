import { type Browser, type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { BrowserPool, type Engine } from './browser-pool.ts';
import { personNamed } from './cast.ts';
import { Participant } from './participant.ts';
import { buildDemo, type Site, startSite } from './site.ts';

/** How somebody comes to the page. */
export interface ArrivalOptions {
  /** The browser. @default 'chromium' */
  readonly engine?: Engine;
  /** Go into the call at once, or stay in the lobby. @default true */
  readonly join?: boolean;
  /** Room; the test's own if not given. */
  readonly room?: string;
  /** Where the page comes from; the worker's site if not given. */
  readonly site?: Site;
  /** More query parameters. */
  readonly query?: Readonly<Record<string, string>>;
  /** Which devices the browser has: one's own fake ones, none, or ones it may not use. @default 'own' */
  readonly devices?: 'own' | 'none' | 'denied';
  /** Settings of the browser context: colour scheme, size of the window and so on. */
  readonly context?: BrowserContextOptions;
  /** Code that runs in the page before its own. */
  readonly initScript?: () => void;
}

/** Brings somebody to the page. With devices of their own the name must be in the cast. */
export type Arrive = (name: string, options?: ArrivalOptions) => Promise<Participant>;

/** What each test may ask for. */
export interface TestFixtures {
  /** Name of a room that no other test uses. */
  readonly room: string;
  /** Brings people to the page; they are sent away after the test. */
  readonly participant: Arrive;
}

/** What all tests of a worker share. */
export interface WorkerFixtures {
  /** The server under test with the built demo on it, on a port of its own. */
  readonly site: Site;
  /** The browser processes. */
  readonly pool: BrowserPool;
}

/** Playwright's `test` with rooms and participants. A page that throws fails its test. */
export const test: ReturnType<typeof base.extend<TestFixtures, WorkerFixtures>> = base.extend<
  TestFixtures,
  WorkerFixtures
>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      buildDemo();
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  pool: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const pool = new BrowserPool();
      await use(pool);
      await pool.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  room: async ({}, use, testInfo) => {
    await use(`room-${testInfo.testId.slice(-8)}-${testInfo.repeatEachIndex}`);
  },
  participant: async ({ pool, room, site }, use) => {
    const people: Participant[] = [];
    await use(async (name, options = {}) => {
      const browser = await browserFor(pool, name, options);
      const context = await browser.newContext(options.context);
      if (options.initScript) await context.addInitScript(options.initScript);
      const person = new Participant(name, await context.newPage());
      people.push(person);
      await person.page.goto(addressOf(name, { room, site, ...options }));
      if (options.join !== false) await person.inCall();
      return person;
    });
    await Promise.all(people.map(({ context }) => context.close().catch(() => {})));
    expect(people.flatMap(({ faults }) => faults)).toEqual([]);
  },
});

function browserFor(
  pool: BrowserPool,
  name: string,
  { devices, engine = 'chromium' }: ArrivalOptions,
): Promise<Browser> {
  if (devices === 'none') return pool.bare();
  if (devices === 'denied') return pool.denying();
  return pool.browserOf(personNamed(name), engine);
}

/** The address of the page: with a name and straight into the call, or of the lobby. */
function addressOf(name: string, options: ArrivalOptions & { room: string; site: Site }): string {
  const url = new URL(`/r/${options.room}`, options.site.url);
  if (options.join !== false) url.search = new URLSearchParams({ name, autojoin: '1' }).toString();
  for (const [key, value] of Object.entries(options.query ?? {})) url.searchParams.set(key, value);
  return url.href;
}
