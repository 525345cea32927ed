import { ManualClock, SdkError } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCall, fileOf, isSameContent } from './fake-room.ts';
import { FileTransfers } from './file-transfers.ts';
import type { FileOffer } from './incoming/file-offer.ts';
import type { FileTransfersOptions } from './options.ts';
import type { TransferProgress } from './transfer-state.ts';

/** A busy machine may take its time. */
const PATIENT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 60_000 });

let call: FakeCall;
let clock: ManualClock;
let ann: FileTransfers;
let bob: FileTransfers;
const all = (): FileTransfersOptions => ({ clock, accepts: () => true });

/** Makes bob's side; what he is offered is in the returned list. */
function start(options: FileTransfersOptions): FileOffer[] {
  ann = new FileTransfers(call.ann, { clock });
  bob = new FileTransfers(call.bob, options);
  const offers: FileOffer[] = [];
  bob.on('offer', (offer) => void offers.push(offer));
  return offers;
}

async function nextOffer(): Promise<FileOffer> {
  return new Promise((resolve) => bob.on('offer', resolve));
}

beforeEach(() => {
  call = new FakeCall();
  clock = new ManualClock();
});

afterEach(() => {
  ann.close();
  bob.close();
  expect(clock.pending).toBe(0);
  expect(call.ann.listenerCount() + call.bobAtAnn.listenerCount() + call.lanes.ann.listenerCount()).toBe(0);
});

describe('a transfer', () => {
  it('brings a file to one who accepts it, with the same digest on both sides', async () => {
    start({ clock });
    const file = fileOf(1_000_001, 'photo.jpg', 'image/jpeg');
    const offered = nextOffer();
    const [sent] = ann.send(file, { to: 'bob' }).transfers;
    const offer = await offered;
    expect(offer).toMatchObject({ name: 'photo.jpg', type: 'image/jpeg', sizeBytes: 1_000_001, storedBytes: 0 });
    expect(offer.peer).toEqual({ id: 'ann', displayName: 'ANN' });
    expect(sent?.state.kind).toBe('offered');
    const received = offer.accept();
    const result = await received.finished;
    expect(await sent?.finished).toBe(result.digest);
    expect(await isSameContent(result.file, file)).toBe(true);
    expect(result.file).toMatchObject({ name: 'photo.jpg', type: 'image/jpeg', lastModified: 1_700_000_000_000 });
    expect(received.state).toEqual({ kind: 'done', digest: result.digest });
    expect([...ann.outgoing, ...bob.incoming]).toEqual([]);
  });

  it('brings an empty file', async () => {
    start(all());
    const file = new File([], 'nothing.txt');
    const [sent] = ann.send(file).transfers;
    await sent?.finished;
    expect(sent?.progress).toMatchObject({ bytes: 0, totalBytes: 0, remainingMs: 0 });
  });

  it('brings a file from before 1970', async () => {
    start(all());
    await ann.send(new File(['x'], 'old.txt', { lastModified: -1_000 })).finished;
  });

  it('is not accepted by an answer that is still to come', async () => {
    const offers = start({ clock, accepts: (() => Promise.resolve(false)) as never });
    ann.send(new File(['x'], 'a'));
    await expect.poll(() => offers.length, PATIENT).toBe(1);
    expect(offers[0]?.transfer.state.kind).toBe('offered');
  });

  it('can be one of hundreds that are cancelled at one time, and the next one goes', async () => {
    const offers = start({ clock });
    const sends = Array.from({ length: 300 }, (_, index) => ann.send(new File(['x'], `${index}`)));
    await expect.poll(() => offers.length, PATIENT).toBe(16);
    for (const send of sends) send.cancel();
    const last = ann.send(new File(['x'], 'last'));
    await expect.poll(() => offers.at(-1)?.name, PATIENT).toBe('last');
    offers.at(-1)?.accept();
    await last.finished;
  });

  it('tells how far it is on both sides, and reaches the end', async () => {
    start({ clock });
    const file = fileOf(3_000_000);
    const offered = nextOffer();
    const send = ann.send(file);
    const there: TransferProgress[] = [];
    const here: TransferProgress[] = [];
    send.on('progress', (progress) => here.push(progress));
    const received = (await offered).accept();
    received.on('progress', (progress) => there.push(progress));
    await send.finished;
    for (const told of [here, there]) {
      expect(told.at(-1)).toMatchObject({ bytes: 3_000_000, totalBytes: 3_000_000, remainingMs: 0 });
      expect(told.map(({ bytes }) => bytes)).toEqual(told.map(({ bytes }) => bytes).sort((a, b) => a - b));
    }
  });

  it('goes both ways at once, and several share the lane evenly', async () => {
    ann = new FileTransfers(call.ann, all());
    bob = new FileTransfers(call.bob, all());
    const sends = [ann.send(fileOf(2_000_000, 'a')), ann.send(fileOf(2_000_001, 'b')), bob.send(fileOf(700_000, 'c'))];
    const order: number[] = [];
    call.lanes.bob.on('message', ({ data }) => {
      if (data instanceof Uint8Array && data[0] === 2) order.push(data[4] ?? 0);
    });
    await Promise.all(sends.map(({ finished }) => finished));
    // As long as both have something to send, neither is ahead by more than what is read in one go.
    const [first] = order;
    const half = order.slice(0, order.length / 2).filter((id) => id === first).length;
    expect(half).toBeGreaterThan(order.length / 8);
    expect(half).toBeLessThan((order.length * 3) / 8);
  });

  it('does not run ahead of what the receiver has written', async () => {
    start({ clock, windowBytes: 1 });
    const offered = nextOffer();
    ann.send(fileOf(3_000_000));
    let most = 0;
    let unwritten = 0;
    const writes: (() => void)[] = [];
    const sink = {
      write: async (bytes: Uint8Array) => {
        unwritten += bytes.length;
        most = Math.max(most, unwritten);
        await new Promise<void>((resolve) => writes.push(resolve));
        unwritten -= bytes.length;
      },
      finish: async () => undefined,
      discard: async () => {},
    };
    const received = (await offered).accept({ sink });
    const writer = setInterval(() => writes.shift()?.(), 50);
    await received.finished.finally(() => clearInterval(writer));
    expect(most).toBe(2 * 262_144);
  });
});

describe('many files', () => {
  it('wait their turn, so that no limit of the receiver is reached', async () => {
    start(all());
    const sends = Array.from({ length: 150 }, (_, index) => ann.send(fileOf(index)));
    let most = 0;
    call.lanes.bob.on('message', () => {
      most = Math.max(most, bob.incoming.length);
    });
    await Promise.all(sends.map(({ finished }) => finished));
    expect(most).toBe(16);
  });
});

describe('refusing', () => {
  it('refuses what breaks a limit before anybody is asked', async () => {
    const offers = start({ clock, maxFileBytes: 1_000, types: ['image/*'] });
    const [long] = ann.send(fileOf(1_001, 'a.png', 'image/png')).transfers;
    const [wrong] = ann.send(fileOf(10, 'a.txt', 'text/plain')).transfers;
    await expect(long?.finished).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(wrong?.finished).rejects.toMatchObject({ code: 'permission-denied' });
    expect(long?.state.kind).toBe('refused');
    expect(offers).toEqual([]);
  });

  it('refuses more than the open ones at a time', async () => {
    const offers = start({ clock, maxOpenTransfers: 2 });
    const sends = [1, 2, 3].map((size) => ann.send(fileOf(size)));
    await expect(Promise.all(sends.map(({ finished }) => finished))).rejects.toMatchObject({
      code: 'resource-exhausted',
    });
    expect(offers).toHaveLength(2);
  });

  it('refuses when nobody listens, when nobody answers, and when somebody says so', async () => {
    ann = new FileTransfers(call.ann, { clock });
    bob = new FileTransfers(call.bob, { clock });
    await expect(ann.send(fileOf(1)).finished).rejects.toMatchObject({ code: 'failed-precondition' });
    const first = nextOffer();
    const unanswered = ann.send(fileOf(2));
    const lapsed = await first;
    await clock.advance(300_000);
    await expect(unanswered.finished).rejects.toMatchObject({ code: 'deadline-exceeded' });
    expect(() => lapsed.accept()).toThrow(SdkError);
    const second = nextOffer();
    const refused = ann.send(fileOf(3));
    (await second).refuse('too blue');
    await expect(refused.finished).rejects.toMatchObject({ code: 'permission-denied', detail: 'too blue' });
  });

  it('does not wait without end for a peer that takes no part in transfers', async () => {
    start({ clock });
    bob.close();
    const send = ann.send(fileOf(1));
    // More than a greeting and an offer, if what bob said before came late.
    await expect.poll(() => call.lanes.ann.sent.length, PATIENT).toBeGreaterThanOrEqual(2);
    await clock.advance(359_999);
    expect(send.transfers[0]?.state.kind).toBe('offered');
    await clock.advance(1);
    await expect(send.finished).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });

  it('tells who sends to nobody or to a stranger', () => {
    start({ clock });
    expect(() => ann.send(fileOf(1), { to: 'eve' })).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => ann.send(fileOf(1), { to: [] })).toThrow(expect.objectContaining({ code: 'failed-precondition' }));
  });
});

describe('cancelling', () => {
  it.each(['sender', 'receiver'] as const)('by the %s ends both sides and deletes what had come', async (by) => {
    start({ clock });
    const offered = nextOffer();
    const send = ann.send(fileOf(2_000_000));
    let discarded = 0;
    const sink = {
      write: async () => {
        if (by === 'sender') send.cancel();
        else received.cancel();
      },
      finish: async () => undefined,
      discard: async () => {
        discarded += 1;
      },
    };
    const received = (await offered).accept({ sink });
    await expect(send.finished).rejects.toMatchObject({ code: 'cancelled' });
    await expect(received.finished).rejects.toMatchObject({ code: 'cancelled' });
    expect(received.state).toEqual({ kind: 'cancelled', by });
    expect(send.transfers[0]?.state).toEqual({ kind: 'cancelled', by });
    await expect.poll(() => discarded, PATIENT).toBe(1);
    expect([...ann.outgoing, ...bob.incoming]).toEqual([]);
  });

  it('while the sink comes to its end lets it, and has it discard once', async () => {
    start({ clock });
    const offered = nextOffer();
    ann.send(fileOf(1_000));
    const calls: string[] = [];
    let end: () => void = () => {};
    const sink = {
      write: async () => {},
      finish: async () => {
        calls.push('finish');
        await new Promise<void>((resolve) => (end = resolve));
        calls.push('finished');
        return undefined;
      },
      discard: async () => void calls.push('discard'),
    };
    const received = (await offered).accept({ sink });
    await expect.poll(() => calls, PATIENT).toEqual(['finish']);
    received.cancel();
    await clock.advance(0);
    end();
    await clock.advance(0);
    expect(calls).toEqual(['finish', 'finished', 'discard']);
  });

  it('by a signal, before the offer was answered', async () => {
    start({ clock });
    const offered = nextOffer();
    const controller = new AbortController();
    const send = ann.send(fileOf(1_000), { signal: controller.signal });
    const offer = await offered;
    controller.abort();
    await expect(offer.transfer.finished).rejects.toMatchObject({ code: 'cancelled' });
    await expect(send.finished).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('by closing tells the other side that we are gone', async () => {
    start(all());
    const send = ann.send(fileOf(2_000_000));
    send.on('progress', () => bob.close());
    await expect(send.finished).rejects.toMatchObject({ code: 'unavailable' });
  });
});
