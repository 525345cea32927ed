import { describe, expect, it } from 'vitest';
import { SendWindow } from './send-window.ts';

interface Link {
  readonly bytesPerMs: number;
  readonly delayMs: number;
  readonly queueBytes: number;
}

const PIECE_BYTES = 16_384;

/** Sends as fast as the window lets over a link with a queue, for so long. Says how full the queue was at the most. */
function run(
  window: SendWindow,
  link: Link,
  forMs: number,
  jitterMs = (_nowMs: number) => 0,
): { bytes: number; mostQueued: number; lost: boolean } {
  const arrivals: { atMs: number; total: number }[] = [];
  let [sent, freeAtMs, lastAtMs, came, mostQueued] = [0, 0, 0, 0, 0];
  for (let nowMs = 0; nowMs < forMs; nowMs += 1) {
    for (let next = arrivals[0]; next && next.atMs <= nowMs; next = arrivals[0]) {
      arrivals.shift();
      came = next.total;
      expect(window.acked(next.total >>> 0, nowMs)).toBe(true);
    }
    while (window.hasRoom()) {
      sent += PIECE_BYTES;
      window.sent(PIECE_BYTES, nowMs, 0);
      freeAtMs = Math.max(freeAtMs, nowMs) + PIECE_BYTES / link.bytesPerMs;
      mostQueued = Math.max(mostQueued, (freeAtMs - nowMs) * link.bytesPerMs);
      lastAtMs = Math.max(lastAtMs, freeAtMs + link.delayMs + jitterMs(nowMs));
      arrivals.push({ atMs: lastAtMs, total: sent });
    }
  }
  return { bytes: came, mostQueued, lost: mostQueued > link.queueBytes };
}

const mbit = (value: number) => (value * 1_000_000) / 8 / 1_000;

describe('SendWindow', () => {
  it.each([
    { name: '50 Mbit/s, 100 ms', bytesPerMs: mbit(50), delayMs: 100, queueBytes: mbit(50) * 120 },
    { name: '10 Mbit/s, 100 ms', bytesPerMs: mbit(10), delayMs: 100, queueBytes: mbit(10) * 120 },
    { name: '10 Mbit/s, 25 ms', bytesPerMs: mbit(10), delayMs: 25, queueBytes: mbit(10) * 120 },
    { name: '400 Mbit/s, 25 ms', bytesPerMs: mbit(400), delayMs: 25, queueBytes: mbit(400) * 100 },
  ])('fills a link of $name and never its queue', (link) => {
    const { bytes, lost } = run(new SendWindow(), link, 20_000);
    expect(lost).toBe(false);
    expect(bytes).toBeGreaterThan(0.8 * link.bytesPerMs * 20_000);
  });

  it('is not held back by machines that pause now and then', () => {
    const pauses = (nowMs: number) => (nowMs * 7) % 31;
    const { bytes } = run(new SendWindow(), { bytesPerMs: mbit(50), delayMs: 100, queueBytes: 1e9 }, 20_000, pauses);
    expect(bytes).toBeGreaterThan(0.8 * mbit(50) * 20_000);
  });

  it('does not grow while its sender has nothing to send', () => {
    const window = new SendWindow();
    const before = window.bytes;
    for (let nowMs = 0; nowMs < 5_000; nowMs += 50) {
      window.sent(20_000, nowMs, 0);
      window.acked((20_000 * (nowMs / 50 + 1)) >>> 0, nowMs + 40);
    }
    expect(window.bytes).toBe(before);
  });

  it('does not hold back a peer that is near', () => {
    const window = new SendWindow();
    const busy = (nowMs: number) => (nowMs < 100 ? 0 : 60);
    run(window, { bytesPerMs: mbit(400), delayMs: 1, queueBytes: 1e9 }, 2_000, busy);
    expect(window.bytes).toBeGreaterThanOrEqual(4_194_304);
  });

  it('does not take the time in our own buffer for the way', () => {
    const window = new SendWindow();
    window.sent(10_000, 0, 200_000);
    window.acked(10_000, 500);
    expect(window.shortestMs).toBeUndefined();
    window.sent(10_000, 600, 0);
    window.acked(20_000, 605);
    expect(window.shortestMs).toBe(5);
  });

  it('does not believe a receipt for more than was sent', () => {
    const window = new SendWindow();
    window.sent(1_000, 0, 0);
    expect(window.acked(1_001, 5)).toBe(false);
    expect(window.acked(1_000, 5)).toBe(true);
  });

  it('counts on past 4 GiB', () => {
    const window = new SendWindow();
    const step = 1_073_741_824;
    for (let total = step; total <= 5 * step; total += step) {
      window.sent(step, 0, 0);
      expect(window.acked(total >>> 0, 1)).toBe(true);
    }
    expect(window.hasRoom()).toBe(true);
  });
});
