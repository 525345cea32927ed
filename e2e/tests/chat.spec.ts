import { expect } from '@playwright/test';
import { expectPresent } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';

const NAMES = ['Ada', 'Grace', 'Alan'];

test('lines that two people write at the same time reach everybody once and in order', async ({ participant }) => {
  const [ada, grace, alan] = [await participant('Ada'), await participant('Grace'), await participant('Alan')];
  const people = [ada, grace, alan];
  await Promise.all(people.map((person) => expectPresent(person, NAMES)));
  for (const person of people) {
    await expect(person.page.locator('[data-testid="tile"][data-self="false"][data-state="connected"]')).toHaveCount(2);
    await person.openChat();
  }

  const linesOf = (name: string) => Array.from({ length: 50 }, (_, index) => `${name} says ${index + 1}`);
  await Promise.all([ada.say(...linesOf('Ada')), grace.say(...linesOf('Grace'))]);

  for (const reader of people) {
    await expect.poll(async () => (await reader.chat()).length).toBe(100);
    const lines = await reader.chat();
    for (const name of ['Ada', 'Grace']) {
      expect(lines.filter((line) => line.startsWith(name))).toEqual(linesOf(name));
    }
  }
});

test('what looks like HTML stays text', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-state', 'connected');
  await grace.openChat();
  const line = '<img src=x onerror="document.title=1"> & <b>bold</b>';
  await expect(ada.tileOf('Grace')).toHaveAttribute('data-state', 'connected');
  await ada.say(line);
  await expect.poll(() => grace.chat()).toEqual([line]);
  await expect(grace.page.getByTestId('chat-log').locator('img, b')).toHaveCount(0);
});
