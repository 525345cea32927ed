import { ManualClock } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCall, FakePeer, fileOf, isSameContent } from './fake-room.ts';
import type { IncomingTransfer } from './file-transfer.ts';
import { FileTransfers } from './file-transfers.ts';
import type { FileOffer } from './incoming/file-offer.ts';

/** A busy machine may take its time. */
const PATIENT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 60_000 });

const SIZE_BYTES = 5_000_000;
const PIECE_BYTES = 262_144;

let call: FakeCall;
let clock: ManualClock;
let ann: FileTransfers;
let bob: FileTransfers;
/** What bob took. */
let taken: IncomingTransfer[];

beforeEach(() => {
  call = new FakeCall();
  clock = new ManualClock();
  taken = [];
  ann = new FileTransfers(call.ann, { clock });
  bob = newBob();
});

afterEach(() => {
  ann.close();
  bob.close();
  expect(clock.pending).toBe(0);
});

function newBob(): FileTransfers {
  return new FileTransfers(call.bob, {
    clock,
    accepts: ({ transfer }) => {
      taken.push(transfer);
      return true;
    },
  });
}

/** Bytes of files that went over a lane. */
function dataBytes(lanes: FakeCall['lanes']): number {
  return lanes.ann.sent.reduce((sum, sent) => sum + (sent instanceof Uint8Array && sent[0] === 2 ? sent.length : 0), 0);
}

/** Lengths of the frames with digests that went over a lane. */
function digestFrames({ ann: { sent } }: FakeCall['lanes']): number[] {
  return sent.flatMap((frame) => (frame instanceof Uint8Array && frame[0] === 3 ? [frame.length] : []));
}

/** Sends a file and cuts the lane at the first progress that is told. */
async function sendAndCut() {
  const file = fileOf(SIZE_BYTES);
  const send = ann.send(file);
  await new Promise<void>((resolve) => {
    const undo = send.on('progress', ({ bytes }) => {
      if (bytes < 2 * PIECE_BYTES) return;
      undo();
      call.cut();
      resolve();
    });
  });
  return { file, send };
}

describe('after the lane was lost', () => {
  beforeEach(() => {
    // So that progress is told for each piece.
    const advance = clock.now.bind(clock);
    let asked = 0;
    clock.now = () => {
      asked += 1;
      return advance() + 101 * asked;
    };
  });

  it('both sides wait, and the same transfers go on from the piece where they were', async () => {
    const { file, send } = await sendAndCut();
    const [received] = taken;
    expect(send.transfers[0]?.state).toEqual({ kind: 'waiting', reason: 'connection' });
    expect(received?.state).toEqual({ kind: 'waiting', reason: 'connection' });
    const lanes = call.connect();
    await send.finished;
    const result = await received?.finished;
    expect(await isSameContent(result?.file, file)).toBe(true);
    expect(taken).toHaveLength(1);
    expect(dataBytes(lanes)).toBeLessThan(SIZE_BYTES - PIECE_BYTES);
  });

  it('a file of which only the last word was lost is done without another byte', async () => {
    call.lanes.bob.tamper = (data) => {
      if (!(data instanceof Uint8Array) && (data as { t?: string }).t === 'done') call.cut();
      return data;
    };
    const send = ann.send(fileOf(1_000));
    await expect.poll(() => taken[0]?.state.kind, PATIENT).toBe('done');
    expect(send.transfers[0]?.state.kind).toBe('waiting');
    const lanes = call.connect();
    await send.finished;
    expect(dataBytes(lanes)).toBe(0);
  });

  it('what was changed meanwhile is found out and sent again', async () => {
    const { file, send } = await sendAndCut();
    const lanes = call.lanes;
    const had = dataBytes(lanes);
    expect(had).toBeGreaterThan(0);
    const next = call.connect();
    next.ann.tamper = (data) => {
      // The sender's word on the first piece that the receiver has: as if that piece were of another file.
      if (data instanceof Uint8Array && data[0] === 3) data[9] = (data[9] ?? 0) ^ 1;
      return data;
    };
    await send.finished;
    expect(await isSameContent((await taken[0]?.finished)?.file, file)).toBe(true);
    expect(next.bob.sent).toContainEqual(expect.objectContaining({ t: 'again', piece: 0 }));
  });

  it('digests are told a few at a time: making those of many takes long, and the receiver must see that it goes on', async () => {
    call.lanes.bob.tamper = (data) => {
      if (!(data instanceof Uint8Array) && (data as { t?: string }).t === 'done') call.cut();
      return data;
    };
    const send = ann.send(fileOf(40 * PIECE_BYTES));
    await expect.poll(() => taken[0]?.state.kind, PATIENT).toBe('done');
    // Somebody who only listens.
    bob.close();
    const lanes = call.connect();
    const offered = () => lanes.ann.sent.find((sent) => (sent as { t?: string }).t === 'offer') as { id: number };
    await expect.poll(offered, PATIENT).toBeDefined();
    lanes.ann.deliver({ t: 'accept', id: offered().id, have: [0, 40], window: 2 });
    await expect.poll(() => digestFrames(lanes).length, PATIENT).toBe(2);
    expect(digestFrames(lanes).map((length) => (length - 9) / 32)).toEqual([32, 8]);
    send.cancel();
  });

  it('a peer who does not come back ends the wait', async () => {
    const { send } = await sendAndCut();
    call.ann.have();
    call.bob.have();
    await clock.advance(60_000);
    await expect(send.finished).rejects.toMatchObject({ code: 'unavailable' });
    await expect(taken[0]?.finished).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a peer who comes back under another name is shown by that', async () => {
    const other = Object.assign(new FakePeer('ann'), { displayName: 'Mallory', lanes: call.annAtBob.lanes });
    bob.close();
    bob = new FileTransfers(call.bob, { clock });
    call.bob.have();
    call.bob.have(other);
    const offered = new Promise<FileOffer>((resolve) => bob.on('offer', resolve));
    const send = ann.send(fileOf(1_000));
    expect((await offered).peer).toEqual({ id: 'ann', displayName: 'Mallory' });
    send.cancel();
  });

  it('a peer who comes back in time goes on', async () => {
    const { send } = await sendAndCut();
    call.ann.have();
    call.bob.have();
    call.ann.have(call.bobAtAnn);
    call.bob.have(call.annAtBob);
    call.connect();
    await send.finished;
  });
});

describe('a file that was given up while the lane was lost', () => {
  it.each(['sender', 'receiver'] as const)(
    'by the %s is cancelled at the other side when there is a lane again',
    async (by) => {
      const send = ann.send(fileOf(SIZE_BYTES));
      await expect.poll(() => taken[0]?.state.kind, PATIENT).toBe('receiving');
      call.cut();
      if (by === 'sender') send.cancel();
      else taken[0]?.cancel();
      call.connect();
      await expect(send.finished).rejects.toMatchObject({ code: 'cancelled' });
      await expect(taken[0]?.finished).rejects.toMatchObject({ code: 'cancelled' });
      expect(taken[0]?.state).toEqual({ kind: 'cancelled', by });
    },
  );

  it('without a word is not waited for', async () => {
    const send = ann.send(fileOf(SIZE_BYTES));
    await expect.poll(() => taken[0]?.state.kind, PATIENT).toBe('receiving');
    call.lanes.ann.tamper = () => undefined;
    call.cut();
    ann.close();
    await expect(send.finished).rejects.toMatchObject({ code: 'unavailable' });
    ann = new FileTransfers(call.ann, { clock });
    call.connect();
    await clock.advance(60_000);
    await expect(taken[0]?.finished).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });
});

describe('somebody who begins anew', () => {
  it('is offered what was offered before it listened', async () => {
    bob.close();
    const send = ann.send(fileOf(1_000));
    await expect.poll(() => call.lanes.ann.sent.length, PATIENT).toBeGreaterThan(1);
    bob = newBob();
    await send.finished;
  });

  it('with the same file goes on with what nobody else sends any more', async () => {
    const file = fileOf(SIZE_BYTES);
    const first = ann.send(file);
    let written = 0;
    call.lanes.bob.tamper = (data) => {
      if (!(data instanceof Uint8Array) && (data as { t?: string }).t === 'ack') written += 1;
      if (written === 3) call.lanes.ann.isHeld = true;
      return data;
    };
    await expect.poll(() => written, PATIENT).toBeGreaterThan(2);
    // The sender's page is reloaded: no last word, and numbers begin anew.
    call.lanes.ann.tamper = () => undefined;
    call.cut();
    ann.close();
    await expect(first.finished).rejects.toMatchObject({ code: 'unavailable' });
    ann = new FileTransfers(call.ann, { clock });
    const lanes = call.connect();
    await ann.send(file).finished;
    expect(taken).toHaveLength(1);
    expect(dataBytes(lanes)).toBeLessThan(SIZE_BYTES - 2 * PIECE_BYTES);
  });
});

describe('a connection that carries nothing', () => {
  it('shows as waiting without the lane being lost', async () => {
    const states: string[] = [];
    const send = ann.send(fileOf(SIZE_BYTES));
    send.transfers[0]?.on('stateChange', ({ kind }) => {
      states.push(kind);
      if (kind !== 'sending' || states.length > 2) return;
      call.bobAtAnn.become('recovering');
      call.bobAtAnn.become('connected');
    });
    await send.finished;
    expect(states).toEqual(['accepted', 'sending', 'waiting', 'sending', 'done']);
  });

  it('does not count as a peer that does nothing', async () => {
    const send = ann.send(fileOf(SIZE_BYTES));
    await expect.poll(() => taken[0]?.state.kind, PATIENT).toBe('receiving');
    call.lanes.ann.isHeld = true;
    call.bobAtAnn.become('recovering');
    call.annAtBob.become('recovering');
    await clock.advance(600_000);
    expect(send.transfers[0]?.state.kind).toBe('waiting');
    call.bobAtAnn.become('connected');
    call.annAtBob.become('connected');
    await clock.advance(120_000);
    await expect(taken[0]?.finished).rejects.toMatchObject({ code: 'deadline-exceeded' });
    await expect(send.finished).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });
});
