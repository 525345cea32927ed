import { create, toBinary } from '@bufbuild/protobuf';
import { ClusterRoomSchema } from '@remotemedia/protocol/cluster';
import { expect, test } from 'vitest';
import { MAX_BUS_BYTES } from '../bus/bus.ts';
import { inFrames } from './rooms-frames.ts';

function room(name: string, count: number, sizeChars: number) {
  const members = Array.from({ length: count }, (_, index) => ({
    stayId: `${name}-${index}`,
    info: { peerId: `p${index}`, metadata: { text: 'x'.repeat(sizeChars) } },
  }));
  return create(ClusterRoomSchema, { name, isWhole: true, members });
}

test('nothing makes no frame, and few rooms make one', () => {
  expect(inFrames([])).toEqual([]);
  expect(inFrames([room('a', 2, 10), room('b', 0, 0)])).toHaveLength(1);
});

test('frames fit the bus, and a room that is too big for one is no longer said to be whole', () => {
  const rooms = [...Array.from({ length: 40 }, (_, index) => room(`r${index}`, 20, 1_000)), room('big', 1_000, 1_000)];
  const frames = inFrames(rooms);
  expect(frames.length).toBeGreaterThan(3);
  for (const frame of frames) {
    const sizeBytes = frame.reduce((sum, each) => sum + toBinary(ClusterRoomSchema, each).length, 0);
    expect(sizeBytes).toBeLessThan(MAX_BUS_BYTES);
  }
  const all = frames.flat();
  expect(all.filter(({ name }) => name !== 'big').every(({ isWhole }) => isWhole)).toBe(true);
  const big = all.filter(({ name }) => name === 'big');
  expect(big.some(({ isWhole }) => isWhole)).toBe(false);
  expect(big.flatMap(({ members }) => members)).toHaveLength(1_000);
});
