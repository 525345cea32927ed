import { ManualClock, SdkError } from '@remotemedia/base';
import type { Sendable } from '@remotemedia/data';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { identityKey, sha256, wholeDigest } from './digest.ts';
import { FakeCall, type FakeLane, fileOf } from './fake-room.ts';
import type { IncomingTransfer } from './file-transfer.ts';
import { FileTransfers } from './file-transfers.ts';
import { writeDataHead, writeDigests, writePiece } from './wire/frames.ts';

/** A busy machine may take its time. */
const PATIENT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 60_000 });

const KEY = 'ab'.repeat(32);
const PIECE_BYTES = 262_144;
const DIGEST = new Uint8Array(32);

let call: FakeCall;
let clock: ManualClock;
/** Whom the tests are hostile to. */
let files: FileTransfers;
let taken: IncomingTransfer[];
let faults: SdkError[];
/** Where what the hostile peer sends comes in, and what it is told goes out. */
let lane: FakeLane;

beforeEach(() => {
  call = new FakeCall();
  clock = new ManualClock();
  lane = call.lanes.bob;
  taken = [];
  faults = [];
  files = newFiles();
});

afterEach(() => {
  files.close();
  expect(clock.pending).toBe(0);
});

function newFiles(): FileTransfers {
  const made = new FileTransfers(call.bob, {
    clock,
    maxOpenTransfers: 4,
    accepts: ({ transfer }) => {
      taken.push(transfer);
      return { sink: 'memory' };
    },
  });
  made.on('fault', ({ error }) => faults.push(error));
  return made;
}

function offer(overrides: Record<string, string | number> = {}): Sendable {
  const sizeBytes = 4 * PIECE_BYTES;
  const identity = { key: KEY, name: 'a', type: '', sizeBytes, modifiedMs: 0, pieceBytes: PIECE_BYTES };
  return { t: 'offer', id: 1, ...identity, ...overrides };
}

function data(sizeBytes: number, id = 1): Uint8Array {
  const frame = new Uint8Array(5 + sizeBytes);
  writeDataHead(frame, id);
  return frame;
}

function told(t: string): readonly Sendable[] {
  return lane.sent.filter((sent) => !(sent instanceof Uint8Array) && (sent as { t?: string }).t === t);
}

/** Number of the file that is offered. */
async function offeredId(): Promise<number> {
  await expect.poll(() => told('offer').length, PATIENT).toBe(1);
  return (told('offer')[0] as { id: number }).id;
}

/** Offers a file and waits until it may be sent. */
async function accepted(): Promise<IncomingTransfer> {
  lane.deliver(offer());
  await expect.poll(() => told('accept').length, PATIENT).toBe(1);
  const [transfer] = taken;
  if (!transfer) throw new Error('nothing was taken');
  return transfer;
}

describe('a hostile sender', () => {
  it.each<[string, Sendable]>([
    ['a number that is none', { t: 'end', id: -1, digest: KEY }],
    ['an unknown kind of message', { t: 'toString', id: 1 }],
    ['a text', 'hello'],
    ['nothing', []],
    ['a huge name', offer({ name: 'x'.repeat(2_000) })],
    ['a negative size', offer({ sizeBytes: -1 })],
    ['half a byte', offer({ sizeBytes: 0.5 })],
    ['more pieces than anybody can count', offer({ sizeBytes: 2 ** 50 })],
    ['pieces of a size that is not allowed', offer({ pieceBytes: 2 ** 30 })],
    ['a key that is a path', offer({ key: '../../etc/passwd' })],
    ['an empty frame', new Uint8Array()],
    ['a frame of no kind', new Uint8Array(41).fill(9)],
    ['half a digest', new Uint8Array(24).fill(1)],
  ])('that sends %s changes nothing', async (_what, message) => {
    lane.deliver(message);
    expect(faults).toEqual([expect.objectContaining({ name: 'SdkError', code: 'invalid-argument' })]);
    expect(files.incoming).toEqual([]);
  });

  it.each<[string, readonly Uint8Array[]]>([
    ['a piece outside the file', [writePiece(1, 4, DIGEST)]],
    ['a piece within another', [writePiece(1, 0, DIGEST), writePiece(1, 1, DIGEST)]],
    ['bytes of no piece', [data(10)]],
    ['no bytes at all', [writePiece(1, 0, DIGEST), data(0)]],
    ['more bytes than the piece has', [writePiece(1, 0, DIGEST), data(PIECE_BYTES + 1)]],
    ['digests of pieces that are not here', [writeDigests(1, 0, [DIGEST])]],
    ['a piece twice', [writePiece(1, 0, DIGEST), data(PIECE_BYTES), writePiece(1, 0, DIGEST)]],
  ])('that sends %s ends that transfer, and is told so', async (_what, frames) => {
    const transfer = await accepted();
    for (const frame of frames) lane.deliver(frame);
    await expect(transfer.finished).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect.poll(() => told('stop'), PATIENT).toMatchObject([{ id: 1, side: 'receiver', code: 3 }]);
    expect(files.incoming).toEqual([]);
  });

  it('that sends before anybody accepted ends that transfer', async () => {
    files.close();
    files = new FileTransfers(call.bob, { clock });
    files.on('offer', ({ transfer }) => taken.push(transfer));
    lane.deliver(offer());
    await expect.poll(() => taken.length, PATIENT).toBe(1);
    lane.deliver(writePiece(1, 0, DIGEST));
    expect(taken[0]?.state).toMatchObject({ kind: 'failed', error: { code: 'invalid-argument' } });
  });

  it('that sends a damaged piece over and over ends with data-loss', async () => {
    const transfer = await accepted();
    for (let time = 0; time < 3; time += 1) {
      lane.deliver(writePiece(1, 0, DIGEST));
      lane.deliver(data(PIECE_BYTES));
      await expect.poll(() => told('again').length + told('stop').length, PATIENT).toBe(time + 1);
    }
    await expect(transfer.finished).rejects.toMatchObject({ code: 'data-loss' });
  });

  it('that never ends is not waited for', async () => {
    const transfer = await accepted();
    await clock.advance(60_000);
    await expect(transfer.finished).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });

  it('whose whole is not the sum of its pieces ends with data-loss', async () => {
    lane.deliver(offer({ sizeBytes: 0 }));
    await expect.poll(() => told('accept').length, PATIENT).toBe(1);
    lane.deliver({ t: 'end', id: 1, digest: KEY });
    await expect(taken[0]?.finished).rejects.toMatchObject({ code: 'data-loss' });
  });

  it('whose file is not the one it offered ends with data-loss, even if its digest is right', async () => {
    lane.deliver(offer({ sizeBytes: 0 }));
    await expect.poll(() => told('accept').length, PATIENT).toBe(1);
    const digest = await wholeDigest({ key: KEY }, []);
    lane.deliver({ t: 'end', id: 1, digest });
    await expect(taken[0]?.finished).rejects.toMatchObject({ code: 'data-loss' });
  });

  it('that puts another piece in the place of one that was checked is too late', async () => {
    const [good, bad] = [data(10), data(10).fill(7, 5)];
    const [digest, other] = [await sha256(good.subarray(5)), await sha256(bad.subarray(5))];
    const facts = { name: 'a', type: '', sizeBytes: 10, modifiedMs: 0, pieceBytes: PIECE_BYTES };
    const key = await identityKey(facts, digest);
    lane.deliver(offer({ ...facts, key }));
    await expect.poll(() => told('accept').length, PATIENT).toBe(1);
    for (const frame of [writePiece(1, 0, digest), good]) lane.deliver(frame);
    await expect.poll(() => told('ack').length, PATIENT).toBe(1);
    lane.deliver({ t: 'end', id: 1, digest: await wholeDigest({ key }, [digest]) });
    for (const frame of [writeDigests(1, 0, [other]), writePiece(1, 0, other), bad]) lane.deliver(frame);
    const { file } = (await taken[0]?.finished) ?? {};
    expect(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(good.slice(5));
  });

  it('that sends more than the window ends that transfer', async () => {
    files.close();
    const sink = { write: () => new Promise<void>(() => {}), finish: async () => undefined, discard: async () => {} };
    files = new FileTransfers(call.bob, { clock, windowBytes: 2 * PIECE_BYTES, accepts: () => ({ sink }) });
    lane.deliver(offer());
    await expect.poll(() => told('accept').at(-1), PATIENT).toMatchObject({ window: 2 });
    const [transfer] = files.incoming;
    for (const index of [0, 1]) {
      lane.deliver(writePiece(1, index, DIGEST));
      lane.deliver(data(PIECE_BYTES));
    }
    expect(transfer?.state.kind).toBe('receiving');
    lane.deliver(writePiece(1, 2, DIGEST));
    await expect(transfer?.finished).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('that offers without end gets no further than the limit', async () => {
    for (let id = 0; id < 1_000; id += 1) lane.deliver(offer({ id }));
    expect(files.incoming).toHaveLength(4);
    await expect.poll(() => told('refuse').length, PATIENT).toBe(996);
    expect(taken).toHaveLength(4);
  });

  it('that offers and takes back without end is not listened to any more', async () => {
    const kept = await accepted();
    for (let id = 2; id < 1_000; id += 1) {
      lane.deliver(offer({ id }));
      lane.deliver({ t: 'stop', id, side: 'sender', code: 1, reason: '' });
    }
    expect(faults.map(({ code }) => code)).toEqual(Array(32).fill('resource-exhausted'));
    await expect(kept.finished).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(files.incoming).toEqual([]);
    lane.deliver(offer({ id: 2_000 }));
    expect(files.incoming).toEqual([]);
    await expect(files.send(fileOf(1)).finished).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});

describe('a hostile receiver', () => {
  it.each<[string, Sendable]>([
    ['acknowledges what it was not sent', { t: 'ack', id: 0, piece: 3 }],
    ['asks again for what it was not sent', { t: 'again', id: 0, piece: 3 }],
    ['accepts twice', { t: 'accept', id: 0, have: [], window: 2 }],
    ['is done before it has anything', { t: 'done', id: 0, digest: KEY }],
  ])('that %s ends that transfer', async (_what, answer) => {
    const [sent] = files.send(fileOf(4 * PIECE_BYTES)).transfers;
    const id = await offeredId();
    lane.isHeld = true;
    lane.deliver({ t: 'accept', id, have: [], window: 1 });
    lane.deliver({ ...(answer as Record<string, number>), id });
    await expect(sent?.finished).rejects.toMatchObject({ code: 'invalid-argument' });
    lane.release();
    await expect.poll(() => told('stop').length, PATIENT).toBe(1);
    expect(files.outgoing).toEqual([]);
  });

  it('that finds every piece damaged ends with data-loss', async () => {
    const [sent] = files.send(fileOf(1_000)).transfers;
    const id = await offeredId();
    lane.deliver({ t: 'accept', id, have: [], window: 1 });
    for (let time = 1; time <= 6; time += 1) {
      await expect
        .poll(() => lane.sent.filter((frame) => frame instanceof Uint8Array && frame[0] === 2).length, PATIENT)
        .toBe(time);
      lane.deliver({ t: 'again', id, piece: 0 });
    }
    await expect(sent?.finished).rejects.toMatchObject({ code: 'data-loss' });
  });

  it.each([[[0, 5]], [[1]], [[2, 1]], [[0, 1, 1, 2]], ['all'], [Array.from({ length: 4_000 }, (_, index) => index)]])(
    'that has what cannot be (%#) gets nothing',
    async (have) => {
      files.send(fileOf(PIECE_BYTES));
      lane.deliver({ t: 'accept', id: await offeredId(), have, window: 1 });
      expect(faults.map(({ code }) => code)).toEqual(['invalid-argument']);
      expect(lane.sent.some((frame) => frame instanceof Uint8Array)).toBe(false);
    },
  );
});

describe('any message', () => {
  it('is taken or refused, and never does more', async () => {
    const messages: Sendable[] = [];
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const values = [0, 1, -1, 2 ** 53, 0.5, '', KEY, 'sender', null, true, [], [0, 1], {}, 'x'.repeat(5_000)];
    const kinds = ['hello', 'offer', 'accept', 'ack', 'again', 'end', 'done', 'refuse', 'stop', 'constructor'];
    for (let n = 0; n < 3_000; n += 1) {
      const message: Record<string, Sendable | number | boolean | null> = { ...(random(2) ? (offer() as object) : {}) };
      message['t'] = kinds[random(kinds.length)] ?? '';
      for (const name of ['id', 'key', 'sizeBytes', 'have', 'window', 'piece', 'digest', 'code', 'reason', 'side']) {
        if (random(3) === 0) message[name] = values[random(values.length)] ?? null;
      }
      messages.push(random(4) ? (message as Sendable) : new Uint8Array(random(80)).map(() => random(4)));
    }
    for (const message of messages) {
      // A new peer each time its mistakes have run out.
      if (faults.length >= 32) {
        files.close();
        faults.length = 0;
        files = newFiles();
      }
      lane.deliver(message);
    }
    await clock.advance(0);
    for (const error of faults) expect(error).toBeInstanceOf(SdkError);
    expect(files.incoming.length).toBeLessThanOrEqual(4);
  });
});
