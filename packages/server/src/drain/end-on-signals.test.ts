import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { endOnSignals } from './end-on-signals.ts';

const setUp = (drain: () => Promise<void>) => {
  const source = new EventEmitter();
  const seen = { drains: 0, exits: [] as number[] };
  endOnSignals(source, {
    drain: () => {
      seen.drains += 1;
      return drain();
    },
    exit: (code) => seen.exits.push(code),
    log: () => {},
  });
  return { source, seen };
};

test.each(['SIGTERM', 'SIGINT'] as const)('%s drains; a second signal ends at once', (signal) => {
  const { source, seen } = setUp(() => new Promise(() => {}));
  source.emit(signal, signal);
  expect(seen).toEqual({ drains: 1, exits: [] });
  source.emit('SIGINT', 'SIGINT');
  expect(seen).toEqual({ drains: 1, exits: [0] });
});

test('a drain that fails ends the process with a failure', async () => {
  const { source, seen } = setUp(() => Promise.reject(new Error('stuck')));
  source.emit('SIGTERM', 'SIGTERM');
  await expect.poll(() => seen.exits).toEqual([1]);
});
