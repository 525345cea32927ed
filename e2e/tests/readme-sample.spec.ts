import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { personNamed } from '../support/cast.ts';
import { test as base } from '../support/fixtures.ts';
import { Participant } from '../support/participant.ts';
import { whoIsSeen } from '../support/picture.ts';
import { SamplePage } from '../support/readme-sample.ts';
import { startSite } from '../support/site.ts';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

const test = base.extend<{ samplePage: SamplePage }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  samplePage: async ({}, use) => {
    mkdirSync(CACHE, { recursive: true });
    const folder = mkdtempSync(join(CACHE, 'readme-sample-'));
    try {
      await use(new SamplePage(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

test('the sample in the README compiles for a strict user', ({ samplePage }) => {
  expect(samplePage.typeErrors()).toBe('');
});

test('two people who open the sample in the README see each other, and the first is greeted once', async ({
  pool,
  samplePage,
}) => {
  const site = await startSite({ demoDir: await samplePage.build() });
  const people: Participant[] = [];
  /** Opens the sample in this person's browser, with their picture, and waits until it is through. */
  const open = async (name: string): Promise<Participant> => {
    const context = await (await pool.browserOf(personNamed(name), 'chromium')).newContext();
    const person = new Participant(name, await context.newPage());
    people.push(person);
    await person.page.goto(site.url);
    await person.page.locator('footer').waitFor({ state: 'attached' });
    return person;
  };
  try {
    const first = await open('Ada');
    const second = await open('Grace');
    const greetings = ({ page }: Participant) => page.locator('li').allInnerTexts();

    await expect.poll(() => greetings(first)).toEqual(['Ada: hello, everyone']);
    await expect.poll(() => whoIsSeen(first.page.locator('video')), 'picture that the first has').toBe('Grace');
    await expect.poll(() => whoIsSeen(second.page.locator('video')), 'picture that the second has').toBe('Ada');
    // The sample calls everybody Ada. Whoever comes second was not there to be greeted by the first.
    expect(await greetings(first)).toEqual(['Ada: hello, everyone']);
    expect(await greetings(second)).toEqual([]);
    expect(people.flatMap(({ faults }) => faults)).toEqual([]);
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
    await site.close();
  }
});
