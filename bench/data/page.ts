/// <reference types="vite/client" />
import { add, makePieces, PURPOSE, type Received } from './content.ts';
import type { DataContender, Pipe } from './pipe.ts';

/** What the driver asks of a page. Times are milliseconds since 1970, on a clock that both pages share. */
interface DataBench {
  host(room: string): Promise<void>;
  join(room: string): Promise<void>;
  /** Gets the content ready; gives what the other page must have when it has come. */
  prepare(totalBytes: number, pieceBytes?: number): Received;
  /** Sends what was prepared; gives the time of the first call. */
  sendAll(): Promise<number>;
  /** What has come so far, in bytes. */
  receivedBytes(): number;
  /** Waits until so much has come; gives what came and when the last of it did. */
  receive(totalBytes: number): Promise<Received & { atMs: number }>;
  /** Sends small messages there and back while a bulk is under way; gives their times in milliseconds. */
  pingUnderLoad(forMs: number): Promise<number[]>;
  /** Most bytes that were buffered in one data channel of this page. */
  maxBufferedBytes(): number;
}

declare global {
  /** Set once the code of the contender is loaded; the driver calls it. */
  var dataBench: DataBench | undefined;
}

/** One chunk for each, so that a page holds the code of its own contender only. */
const contenders = import.meta.glob<DataContender>('./contenders/*.ts');

/** Bytes of a message that goes there and back. */
const PING_BYTES = 100;
/** Pause between two of them in milliseconds. */
const PAUSE_MS = 20;

const query = new URLSearchParams(location.search);
const load = contenders[`./contenders/${query.get('contender')}.ts`];
if (!load) throw new Error(`no contender ${query.get('contender')}`);
const contender = await load();
const signaling = query.get('signaling') ?? location.origin;

let usePipe: (pipe: Pipe) => void = () => {};
const pipe = new Promise<Pipe>((resolve) => {
  usePipe = (made) => {
    made.listen((message) => onMessage(made, message));
    resolve(made);
  };
});
let received: Received = { bytes: 0, checksum: 0 };
let expected: { bytes: number; onComplete: (atMs: number) => void } | undefined;
let onPong = () => {};
let pieces: Uint8Array<ArrayBuffer>[] = [];
let file: File | undefined;

const nowMs = () => performance.timeOrigin + performance.now();

function onMessage(from: Pipe, message: Uint8Array): void {
  if (message[0] === PURPOSE.bulk) {
    received = add(received, message);
    if (expected && received.bytes >= expected.bytes) expected.onComplete(nowMs());
  } else if (message[0] === PURPOSE.ping) {
    const back = message.slice();
    back[0] = PURPOSE.pong;
    void from.send(back);
  } else onPong();
}

async function ping(to: Pipe): Promise<number> {
  const message = new Uint8Array(PING_BYTES);
  message[0] = PURPOSE.ping;
  const startMs = performance.now();
  const back = new Promise<void>((resolve) => {
    onPong = resolve;
  });
  void to.send(message);
  await back;
  return performance.now() - startMs;
}

let maxBufferedBytes = 0;
const send = RTCDataChannel.prototype.send as (data: string) => void;
RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: unknown) {
  send.call(this, data as string);
  maxBufferedBytes = Math.max(maxBufferedBytes, this.bufferedAmount);
};

globalThis.dataBench = {
  host: (room) => contender.host({ room, signaling }, usePipe),
  join: async (room) => usePipe(await contender.join({ room, signaling })),
  prepare(totalBytes, pieceBytes = contender.pieceBytes) {
    pieces = makePieces(totalBytes, pieceBytes);
    file = new File(pieces, 'bulk');
    return pieces.reduce(add, { bytes: 0, checksum: 0 });
  },
  async sendAll() {
    const to = await pipe;
    const startMs = nowMs();
    if (to.sendFile && file) await to.sendFile(file);
    else for (const piece of pieces) await to.send(piece);
    return startMs;
  },
  receivedBytes: () => received.bytes,
  async receive(totalBytes) {
    received = { bytes: 0, checksum: 0 };
    const atMs = await new Promise<number>((resolve) => {
      expected = { bytes: totalBytes, onComplete: resolve };
    });
    return { ...received, atMs };
  },
  async pingUnderLoad(forMs) {
    const to = await pipe;
    const endMs = performance.now() + forMs;
    const load = (async () => {
      for (let index = 0; performance.now() < endMs; index += 1) {
        const piece = pieces[index % pieces.length];
        if (piece) await to.send(piece);
      }
    })();
    const times = [];
    while (performance.now() < endMs) {
      times.push(await ping(to));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    await load;
    return times;
  },
  maxBufferedBytes: () => maxBufferedBytes,
};
