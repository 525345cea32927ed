import { expect, it } from 'vitest';
import { formatTimeline } from './timeline.mjs';

const run = (startMs, openMs) => ({
  startMs,
  newcomer: [
    { what: 'loaded', atMs: startMs - 5 },
    { what: 'candidate', atMs: startMs + 2 },
    { what: 'candidate', atMs: startMs + 4 },
    { what: 'open', atMs: startMs + openMs },
  ],
  host: [{ what: 'answer', atMs: startMs + 3 }],
});

it('orders the medians of both pages by time after the first call', () => {
  const lines = formatTimeline([run(100, 8), run(200, 9), run(300, 100)]).split('\n');
  const rows = lines.slice(2).map((line) => line.trim().split(/ {2,}/));
  expect(rows).toEqual([
    ['candidate', '2.0'],
    ['3.0', 'answer'],
    ['candidate (2)', '4.0'],
    ['open', '9.0'],
  ]);
});

it('leaves out what most runs did not have', () => {
  const odd = { startMs: 0, newcomer: [{ what: 'retry', atMs: 1 }], host: [] };
  expect(formatTimeline([run(100, 8), run(200, 9), odd])).not.toContain('retry');
});
