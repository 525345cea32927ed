import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCall, fileOf, isSameContent } from '../fake-room.ts';
import { FileTransfers } from '../file-transfers.ts';
import type { FileOffer } from '../incoming/file-offer.ts';
import type { FileIdentity } from '../layout.ts';
import { FileStore } from './file-store.ts';
import { saveToDisk } from './save-to-disk.ts';

/** A busy machine may take its time. */
vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
const PIECE_BYTES = 262_144;

let nowMs = 1_000 * DAY_MS;
const stores: FileStore[] = [];

function newStore(limits: { maxAgeMs?: number; maxBytes?: number } = {}): FileStore {
  const store = new FileStore({ maxAgeMs: DAY_MS, maxBytes: 1e9, ...limits }, () => nowMs);
  stores.push(store);
  return store;
}

function identityOf(digit: string): FileIdentity {
  const sizeBytes = 2 * PIECE_BYTES;
  return { key: digit.repeat(64), name: `${digit}.bin`, type: '', sizeBytes, modifiedMs: 0, pieceBytes: PIECE_BYTES };
}

/** Puts one piece of a file into the store and leaves it. */
async function leavePart(store: FileStore, digit: string): Promise<void> {
  const sink = await store.open(identityOf(digit));
  await sink.write(new Uint8Array(PIECE_BYTES), 0);
  await sink.keep?.();
}

async function names(store: FileStore): Promise<string[]> {
  return (await store.list()).map(({ name }) => name);
}

afterEach(async () => {
  for (const store of stores.splice(0)) {
    store.close();
    for (const file of await store.list()) await file.discard();
  }
});

describe('the store', () => {
  it('lists parts, newest first, and does not give them for the whole', async () => {
    const store = newStore();
    await leavePart(store, 'a');
    nowMs += 1;
    await leavePart(store, 'b');
    const [newest, oldest] = await store.list();
    expect(newest).toMatchObject({
      name: 'b.bin',
      sizeBytes: 2 * PIECE_BYTES,
      storedBytes: PIECE_BYTES,
      touchedMs: nowMs,
    });
    expect(oldest?.name).toBe('a.bin');
    await expect(newest?.file()).rejects.toMatchObject({ code: 'failed-precondition' });
    await newest?.discard();
    expect(await names(store)).toEqual(['a.bin']);
  });

  it('gives a whole file after the page that received it is gone', async () => {
    const store = newStore();
    const sink = await store.open(identityOf('a'));
    for (const index of [0, 1]) await sink.write(new Uint8Array(PIECE_BYTES).fill(index), index * PIECE_BYTES);
    await sink.finish();
    expect(await names(store)).toEqual([]);
    store.close();
    const [stored] = await newStore().list();
    expect(stored?.storedBytes).toBe(stored?.sizeBytes);
    expect((await stored?.file())?.size).toBe(2 * PIECE_BYTES);
  });

  it('does not give what was never checked as a whole, though every piece is there', async () => {
    const store = newStore();
    const sink = await store.open(identityOf('a'));
    for (const index of [0, 1]) await sink.write(new Uint8Array(PIECE_BYTES).fill(index), index * PIECE_BYTES);
    await sink.keep?.();
    const [stored] = await store.list();
    await expect(stored?.file()).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('deletes what nobody has used for too long', async () => {
    const store = newStore();
    await leavePart(store, 'a');
    nowMs += DAY_MS;
    await leavePart(store, 'b');
    nowMs += 1;
    await store.sweep();
    expect(await names(store)).toEqual(['b.bin']);
  });

  it('deletes the oldest when it is too much', async () => {
    const store = newStore({ maxBytes: 2 * PIECE_BYTES });
    for (const digit of ['a', 'b', 'c']) {
      await leavePart(store, digit);
      nowMs += 1;
    }
    await store.sweep();
    expect(await names(store)).toEqual(['c.bin', 'b.bin']);
  });

  it('never deletes what a transfer uses, in this page or another', async () => {
    const sink = await newStore().open(identityOf('a'));
    nowMs += 10 * DAY_MS;
    await newStore({ maxBytes: 0 }).sweep();
    await sink.write(new Uint8Array(PIECE_BYTES), 0);
    await sink.keep?.();
    expect(await newStore().storedBytes(identityOf('a').key)).toBe(PIECE_BYTES);
  });

  it('lets go of a file that somebody else has deleted, also when asked twice', async () => {
    const { key } = identityOf('a');
    const sink = await newStore().open(identityOf('a'));
    const origin = await navigator.storage.getDirectory();
    await (await origin.getDirectoryHandle('remotemedia-files')).removeEntry(key, { recursive: true });
    await sink.discard();
    await sink.discard();
    const { held = [] } = await navigator.locks.query();
    expect(held.filter(({ name = '' }) => name.endsWith(key))).toEqual([]);
  });

  it('gives no file for whole whose pieces were damaged on disk', async () => {
    const store = newStore();
    const sink = await store.open(identityOf('a'));
    for (const index of [0, 1]) await sink.write(new Uint8Array(PIECE_BYTES), index * PIECE_BYTES);
    await sink.finish();
    await sink.write(new Uint8Array(3), 0);
    store.close();
    const [stored] = await newStore().list();
    await expect(stored?.file()).rejects.toMatchObject({ code: 'data-loss' });
  });

  it('deletes what is half made or not ours', async () => {
    const origin = await navigator.storage.getDirectory();
    const root = await origin.getDirectoryHandle('remotemedia-files', { create: true });
    const folder = await root.getDirectoryHandle('c'.repeat(64), { create: true });
    await folder.getFileHandle('file.json', { create: true });
    await newStore().sweep();
    await expect(root.getDirectoryHandle('c'.repeat(64))).rejects.toThrow();
  });

  it('does not begin what the browser has no space for', async () => {
    const store = newStore();
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValueOnce({ quota: 1_000, usage: 999 });
    await expect(store.open(identityOf('a'))).rejects.toMatchObject({ code: 'resource-exhausted' });
    const sink = await store.open(identityOf('a'));
    await sink.discard();
  });
});

describe('a file that the user chose', () => {
  let call: FakeCall;
  let ann: FileTransfers;
  let bob: FileTransfers;
  let handle: FileSystemFileHandle;

  beforeEach(async () => {
    call = new FakeCall();
    [ann, bob] = [new FileTransfers(call.ann), new FileTransfers(call.bob)];
    const origin = await navigator.storage.getDirectory();
    handle = await origin.getFileHandle('chosen.bin', { create: true });
    const stream = await handle.createWritable();
    await stream.write('before');
    await stream.close();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    ann.close();
    bob.close();
  });

  async function nextOffer(): Promise<FileOffer> {
    return new Promise((resolve) => bob.on('offer', resolve));
  }

  it('has the new content when all is there', async () => {
    const file = fileOf(1_000_000);
    const offered = nextOffer();
    ann.send(file);
    const result = await (await offered).accept({ sink: handle }).finished;
    expect(await isSameContent(result.file, file)).toBe(true);
    await result.discard();
    expect(await isSameContent(await handle.getFile(), file)).toBe(true);
  });

  it('is as it was when the transfer is cancelled', async () => {
    const offered = nextOffer();
    const send = ann.send(fileOf(3_000_000));
    const received = (await offered).accept({ sink: await handle.createWritable() });
    await new Promise<void>((resolve) => received.on('progress', () => resolve()));
    received.cancel();
    await expect(send.finished).rejects.toMatchObject({ code: 'cancelled' });
    expect(await (await handle.getFile()).text()).toBe('before');
  });

  it('is asked for by saveToDisk, with a name that is safe', async () => {
    const suggested: string[] = [];
    vi.stubGlobal('showSaveFilePicker', async (options: { suggestedName: string }) => {
      suggested.push(options.suggestedName);
      return handle;
    });
    const file = fileOf(1_000, '../x.bin');
    const offered = nextOffer();
    ann.send(file);
    const received = await saveToDisk(await offered);
    expect(await isSameContent((await received.finished).file, file)).toBe(true);
    expect(suggested).toEqual(['_x.bin']);
  });

  it('is not chosen: the offer stays open', async () => {
    vi.stubGlobal('showSaveFilePicker', () => Promise.reject(new DOMException('closed', 'AbortError')));
    const offered = nextOffer();
    ann.send(fileOf(1_000));
    const offer = await offered;
    await expect(saveToDisk(offer)).rejects.toMatchObject({ code: 'cancelled' });
    expect(offer.transfer.state.kind).toBe('offered');
    offer.refuse();
  });

  it('is too long for memory', async () => {
    bob.close();
    bob = new FileTransfers(call.bob, { maxMemoryBytes: 999 });
    const offered = nextOffer();
    const send = ann.send(fileOf(1_000));
    (await offered).accept({ sink: 'memory' });
    await expect(send.finished).rejects.toMatchObject({ code: 'resource-exhausted' });
  });
});
