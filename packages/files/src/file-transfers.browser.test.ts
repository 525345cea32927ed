import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileOf, isSameContent } from './fake-room.ts';
import type { IncomingTransfer } from './file-transfer.ts';
import { FileTransfers } from './file-transfers.ts';
import type { FileOffer } from './incoming/file-offer.ts';
import { RealCall } from './real-call.ts';

/** A busy machine may take its time. */
const PATIENT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 60_000 });

const MIB = 1_048_576;

let call: RealCall;
let ann: FileTransfers;
let bob: FileTransfers;
let offers: FileOffer[];

beforeEach(async () => {
  call = new RealCall();
  await call.connect();
  ann = new FileTransfers(call.ann);
  offers = [];
  bob = newBob();
});

afterEach(async () => {
  ann.close();
  bob.close();
  call.cut();
  for (const file of await bob.stored()) await file.discard();
});

/** Takes everything, into the store. */
function newBob(): FileTransfers {
  return new FileTransfers(call.bob, {
    accepts: (offer) => {
      offers.push(offer);
      return true;
    },
  });
}

function lastTransfer(): IncomingTransfer {
  const offer = offers.at(-1);
  if (!offer) throw new Error('nothing was offered');
  return offer.transfer;
}

/** Resolves when bob has so much of the file. */
async function arrived(bytes: number): Promise<void> {
  await expect
    .poll(() => offers.length > 0 && lastTransfer().progress.bytes, { interval: 5, ...PATIENT })
    .toBeGreaterThan(bytes);
}

describe('between real connections', () => {
  it('brings 100 MB to a sink, with no more in memory than the window', async () => {
    bob.close();
    let heldBytes = 0;
    let mostBytes = 0;
    let writtenBytes = 0;
    const sink = {
      write: async (bytes: Uint8Array) => {
        heldBytes += bytes.length;
        mostBytes = Math.max(mostBytes, heldBytes);
        await new Promise((resolve) => setTimeout(resolve, 10));
        heldBytes -= bytes.length;
        writtenBytes += bytes.length;
      },
      finish: async () => undefined,
      discard: async () => {},
    };
    bob = new FileTransfers(call.bob, { accepts: () => ({ sink }), windowBytes: 2 * MIB });
    await ann.send(fileOf(100 * MIB)).finished;
    expect(writtenBytes).toBe(100 * MIB);
    expect(mostBytes).toBeLessThanOrEqual(2 * MIB);
  });

  it('leaves room for messages on other lanes', async () => {
    const [near, far] = await call.openChannel('messages');
    far.onmessage = ({ data }) => far.send(data);
    const send = ann.send(fileOf(30 * MIB));
    await arrived(MIB);
    for (let n = 0; n < 5; n += 1) {
      const answered = new Promise((resolve) => near.addEventListener('message', resolve, { once: true }));
      near.send(`message ${n}`);
      await answered;
    }
    expect(send.transfers[0]?.state.kind).toBe('sending');
    await send.finished;
  });
});

describe('into the store', () => {
  it('goes on over a new connection, in the same transfer', async () => {
    const file = fileOf(30 * MIB);
    const send = ann.send(file);
    await arrived(10 * MIB);
    call.cut();
    expect(lastTransfer().state).toEqual({ kind: 'waiting', reason: 'connection' });
    await call.connect();
    await send.finished;
    expect(offers).toHaveLength(1);
    expect(call.receivedBytes).toBeLessThan(21 * MIB);
    expect(await isSameContent((await lastTransfer().finished).file, file)).toBe(true);
  });

  it('goes on after the page of the receiver was reloaded', async () => {
    const file = fileOf(30 * MIB);
    const send = ann.send(file);
    await arrived(10 * MIB);
    call.cut();
    bob.close();
    bob = newBob();
    await expect.poll(async () => (await bob.stored()).length, PATIENT).toBe(1);
    await call.connect();
    await send.finished;
    expect(offers).toHaveLength(2);
    expect(offers[1]?.storedBytes).toBeGreaterThan(8 * MIB);
    expect(call.receivedBytes).toBeLessThan(23 * MIB);
    expect(await isSameContent((await lastTransfer().finished).file, file)).toBe(true);
  });

  it('goes on after the pages of both were reloaded, if it is the same file', async () => {
    const file = fileOf(20 * MIB);
    const broken = ann.send(file);
    await arrived(10 * MIB);
    call.cut();
    ann.close();
    bob.close();
    await expect(broken.finished).rejects.toMatchObject({ code: 'unavailable' });
    ann = new FileTransfers(call.ann);
    bob = newBob();
    await call.connect();
    await ann.send(new File([file], file.name, { type: file.type, lastModified: file.lastModified + 1 })).finished;
    expect(offers.at(-1)?.storedBytes).toBe(0);
    await ann.send(file).finished;
    expect(offers.at(-1)?.storedBytes).toBeGreaterThan(8 * MIB);
    expect(await isSameContent((await lastTransfer().finished).file, file)).toBe(true);
  });

  it('a part that was changed on disk is found out and sent again', async () => {
    const file = fileOf(10 * MIB);
    const send = ann.send(file);
    await arrived(5 * MIB);
    call.cut();
    bob.close();
    await damageFirstPiece();
    bob = newBob();
    await call.connect();
    await send.finished;
    expect(await isSameContent((await lastTransfer().finished).file, file)).toBe(true);
  });

  it('a cancelled file leaves nothing behind', async () => {
    const send = ann.send(fileOf(30 * MIB));
    await arrived(5 * MIB);
    send.cancel();
    await expect(lastTransfer().finished).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(storedFolders, PATIENT).toEqual([]);
  });

  it('the same file from two at once goes to two places', async () => {
    const file = fileOf(5 * MIB);
    const sends = [ann.send(file), ann.send(file)];
    await Promise.all(sends.map(({ finished }) => finished));
    const results = await Promise.all(offers.map(({ transfer }) => transfer.finished));
    expect(results).toHaveLength(2);
    await results[0]?.discard();
    expect(await isSameContent(results[1]?.file, file)).toBe(true);
  });
});

async function storeFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle('remotemedia-files', { create: true });
}

async function storedFolders(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await storeFolder()).keys()) names.push(name);
  return names;
}

async function damageFirstPiece(): Promise<void> {
  const [name = ''] = await storedFolders();
  const folder = await (await storeFolder()).getDirectoryHandle(name);
  const stream = await (await folder.getFileHandle('0')).createWritable({ keepExistingData: true });
  await stream.write({ type: 'write', position: 1_000, data: 'damage' });
  await stream.close();
}
