import { ManualClock } from '@remotemedia/base';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fileOf } from './fake-room.ts';
import { FileTransfers } from './file-transfers.ts';
import type { FileSend } from './outgoing/file-send.ts';
import { RealCall } from './real-call.ts';

/** A busy machine may take its time. */
const PATIENT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 60_000 });

const MIB = 1_048_576;

let clock: ManualClock;
let call: RealCall;
let ann: FileTransfers;
let bob: FileTransfers;
/** Connections that were made beside those of the call. */
let further: RTCPeerConnection[];
/** Lets the receiver write. */
let release: () => void;
let writtenBytes: number;

beforeEach(async () => {
  clock = new ManualClock();
  further = [];
  writtenBytes = 0;
  await begin({ isFar: true });
});

afterEach(() => {
  ann.close();
  bob.close();
  call.cut();
  vi.unstubAllGlobals();
});

/** A call in which bob takes everything and writes nothing yet. */
async function begin(options: { isFar: boolean }): Promise<void> {
  vi.unstubAllGlobals();
  call = new RealCall(options);
  await call.connect();
  vi.stubGlobal('RTCPeerConnection', counted(RTCPeerConnection));
  ann = new FileTransfers(call.ann, { clock });
  bob = newBob();
}

function newBob(): FileTransfers {
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const sink = {
    write: async (bytes: Uint8Array) => {
      await released;
      writtenBytes += bytes.length;
    },
    finish: async () => undefined,
    discard: async () => {},
  };
  return new FileTransfers(call.bob, { clock, accepts: () => ({ sink }) });
}

function counted(Original: typeof RTCPeerConnection): typeof RTCPeerConnection {
  return class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      further.push(this);
    }
  };
}

/** Sends so much that it takes until the receiver writes, and lets time pass until further connections are there. */
async function sendFar(): Promise<FileSend> {
  const send = ann.send(fileOf(30 * MIB));
  send.finished.catch(() => {});
  await expect.poll(() => bob.incoming[0]?.progress.bytes ?? 0, PATIENT).toBeGreaterThan(MIB);
  const before = further.length;
  for (let second = 0; second < 4; second += 1) await clock.advance(1_000);
  await expect.poll(() => connected().length, PATIENT).toBeGreaterThanOrEqual(before + 8);
  return send;
}

const connected = () => further.filter(({ connectionState }) => connectionState === 'connected');
const left = () => further.filter(({ connectionState }) => connectionState !== 'closed');

it('brings a file over further connections where one carries too little, also when one of them breaks off', async () => {
  const send = await sendFar();
  for (const connection of further) expect(connection.getConfiguration()).toMatchObject(call.configuration);
  further.pop()?.close();
  release();
  await send.finished;
  expect(writtenBytes).toBe(30 * MIB);
  const carried = await Promise.all(further.map(bytesOver));
  expect(carried.filter((bytes) => bytes > 65_536).length).toBeGreaterThan(0);
});

it('closes them when nothing is sent any more', async () => {
  const send = await sendFar();
  release();
  await send.finished;
  for (let second = 0; second < 6; second += 1) await clock.advance(1_000);
  await expect.poll(left, PATIENT).toEqual([]);
});

it('leaves no connection and no timer when the transfers are closed', async () => {
  await sendFar();
  ann.close();
  await expect.poll(left, PATIENT).toEqual([]);
  bob.close();
  expect(clock.pending).toBe(0);
});

it('sends the next file when the receiver has taken part anew on the same lane', async () => {
  await sendFar();
  bob.close();
  bob = newBob();
  release();
  await ann.send(fileOf(MIB)).finished;
  expect(writtenBytes).toBeGreaterThanOrEqual(MIB);
});

it('opens them anew after a full reconnection, in the same transfer', async () => {
  const send = await sendFar();
  vi.unstubAllGlobals();
  call.cut();
  await expect.poll(left, PATIENT).toEqual([]);
  await call.connect();
  vi.stubGlobal('RTCPeerConnection', counted(RTCPeerConnection));
  for (let second = 0; second < 5; second += 1) await clock.advance(1_000);
  release();
  await send.finished;
  expect(writtenBytes).toBeGreaterThanOrEqual(30 * MIB);
});

it('opens none over a way that is short', async () => {
  ann.close();
  bob.close();
  call.cut();
  await begin({ isFar: false });
  const send = ann.send(fileOf(30 * MIB));
  await expect.poll(() => bob.incoming[0]?.progress.bytes ?? 0, PATIENT).toBeGreaterThan(MIB);
  for (let second = 0; second < 20; second += 1) await clock.advance(1_000);
  release();
  await send.finished;
  expect(further).toEqual([]);
});

async function bytesOver(connection: RTCPeerConnection): Promise<number> {
  for (const report of (await connection.getStats()).values()) {
    if (report.type === 'transport') return report.bytesReceived;
  }
  return 0;
}
