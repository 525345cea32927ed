import { SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { type Control, readControl, writeControl } from './control.ts';
import { readFileFrame, writeDataHead, writeDigests, writePiece } from './frames.ts';
import { indexesOf, readRuns, toRuns } from './ranges.ts';

const HEX = '0f'.repeat(32);
const DIGEST = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('control messages', () => {
  it.each<Control>([
    { t: 'hello', id: 0 },
    { t: 'offer', id: 7, key: HEX, name: 'a', type: 'b', sizeBytes: 9, modifiedMs: 1, pieceBytes: 262_144 },
    { t: 'accept', id: 7, have: [0, 3, 5, 6], window: 4 },
    { t: 'ack', id: 7, piece: 2 },
    { t: 'again', id: 7, piece: 2 },
    { t: 'end', id: 7, digest: HEX },
    { t: 'done', id: 4_294_967_295, digest: HEX },
    { t: 'refuse', id: 7, error: new SdkError('permission-denied', 'no') },
    { t: 'stop', id: 7, side: 'sender', error: new SdkError('data-loss', 'gone') },
  ])('$t is read as it was written', (message) => {
    expect(readControl(JSON.parse(JSON.stringify(writeControl(message))))).toEqual(message);
  });

  it('cuts a reason that is too long instead of having it refused', () => {
    const long = writeControl({ t: 'refuse', id: 1, error: new SdkError('aborted', 'x'.repeat(9_999)) });
    expect(readControl(long)).toMatchObject({ t: 'refuse', error: { detail: 'x'.repeat(500) } });
  });
});

describe('frames', () => {
  it('are read as they were written', () => {
    expect(readFileFrame(writePiece(2 ** 31 + 1, 5, DIGEST))).toEqual({
      kind: 'piece',
      id: 2 ** 31 + 1,
      index: 5,
      digest: DIGEST,
    });
    const digests = [DIGEST, DIGEST.toReversed()];
    expect(readFileFrame(writeDigests(3, 9, digests))).toEqual({ kind: 'digests', id: 3, first: 9, digests });
    const data = new Uint8Array([0, 0, 0, 0, 0, 42]);
    writeDataHead(data, 3);
    expect(readFileFrame(data)).toEqual({ kind: 'data', id: 3, bytes: new Uint8Array([42]) });
  });

  it('that carry data are not copied', () => {
    const data = new Uint8Array(100);
    writeDataHead(data, 1);
    const frame = readFileFrame(data);
    expect(frame.kind === 'data' && frame.bytes.buffer).toBe(data.buffer);
  });
});

describe('runs', () => {
  it('name what is there', () => {
    const there = new Set([0, 1, 2, 5, 9]);
    const runs = toRuns((index) => there.has(index), 10);
    expect(runs).toEqual([0, 3, 5, 6, 9, 10]);
    expect([...indexesOf(runs)]).toEqual([...there]);
    expect(readRuns(runs, 10)).toEqual(runs);
    expect(readRuns(runs, 9)).toBeUndefined();
  });

  it('leave out what does not fit in one message', () => {
    const runs = toRuns((index) => index % 2 === 0, 65_536);
    expect(runs).toHaveLength(2_048);
    expect(readRuns(runs, 65_536)).toBeDefined();
  });
});
