import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notices } from './notices.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const texts = (notices: Notices) => notices.shown.get().map(({ text }) => text);

it('lets news go after a while and alerts stay until they are put away', () => {
  const notices = new Notices();
  notices.say('Ada joined');
  notices.say('Connection lost', 'alert');
  vi.advanceTimersByTime(6000);
  expect(texts(notices)).toEqual(['Connection lost']);
  notices.dismiss(notices.shown.get()[0]?.id ?? 0);
  expect(texts(notices)).toEqual([]);
});

it('does not say the same twice at once, and keeps the newest of many', () => {
  const notices = new Notices();
  notices.say('Ada joined');
  notices.say('Ada joined');
  expect(texts(notices)).toEqual(['Ada joined']);
  for (const name of ['b', 'c', 'd', 'e']) notices.say(name);
  expect(texts(notices)).toEqual(['b', 'c', 'd', 'e']);
});

it('leaves no timer behind', () => {
  const notices = new Notices();
  for (let n = 0; n < 9; n += 1) notices.say(`news ${n}`);
  notices.close();
  expect(texts(notices)).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
