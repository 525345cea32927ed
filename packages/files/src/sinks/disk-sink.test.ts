import { expect, it } from 'vitest';
import { DiskSink } from './disk-sink.ts';

it('does not open a file only to leave it as it is', async () => {
  let opened = 0;
  const createWritable = async () => {
    opened += 1;
    throw new DOMException('the user is asked, and says no', 'NotAllowedError');
  };
  await DiskSink.ofHandle({ createWritable } as never).discard();
  expect(opened).toBe(0);
});

it('ends a stream that it was given, though nothing came', async () => {
  const calls: string[] = [];
  const sink = DiskSink.ofStream({ abort: async () => void calls.push('abort') } as never);
  await sink.discard();
  expect(calls).toEqual(['abort']);
});
