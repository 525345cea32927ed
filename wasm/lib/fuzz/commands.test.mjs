import { expect, test } from 'vitest';
import { readAnswer, readCommands, writeAnswer, writeCommands } from './commands.mjs';

test('commands are read as they were written, however the bytes are cut', () => {
  /** @type {import('./commands.mjs').Command[]} */
  const script = [
    { kind: 'o', a: 48_000, b: 2, c: 0, bytes: Buffer.alloc(0) },
    { kind: 'd', a: 5_760, b: -1, c: 7, bytes: Buffer.from([1, 2, 3]) },
  ];
  const written = writeCommands(script);
  const { commands, rest } = readCommands(written.subarray(0, -1));
  expect(commands).toEqual(script.slice(0, 1));
  expect(readCommands(Buffer.concat([rest, written.subarray(-1)]))).toEqual({
    commands: script.slice(1),
    rest: Buffer.alloc(0),
  });
});

test('answers are read as they were written', () => {
  const answer = { result: -4, checksum: 0xfedcba98 };
  expect(readAnswer(writeAnswer(answer), 0)).toEqual(answer);
});
