import { SdkError } from '@remotemedia/base';
import { pieceCount, pieceLength } from '../layout.ts';
import type { OpenLane } from '../open-lane.ts';
import { DATA_HEAD_BYTES, writeDataHead, writeDigests, writePiece } from '../wire/frames.ts';
import { indexesOf } from '../wire/ranges.ts';
import type { PieceSource } from './piece-source.ts';

/** Most bytes of the file in a frame: with our head and the lane's it stays below 64 KiB, which goes as it is. */
const MAX_DATA_BYTES = 65_536 - 64;
/** Digests in a frame: making them takes long, and the receiver must see that it goes on. */
const DIGESTS_AT_A_TIME = 32;
/** How often a piece is sent again before the way is taken to be broken. */
const MAX_REPEATS = 5;

/** What the receiver wants. */
export interface Wanted {
  /** Number of the transfer. */
  readonly id: number;
  /** Runs of pieces that it has. */
  readonly have: readonly number[];
  /** Pieces that may be under way at one time. */
  readonly window: number;
}

/** Who hears how it goes. */
export interface SendListener {
  /** The lane has taken more, or a digest was made. */
  onSent(): void;
  /** The receiver is told now that this is the digest of the whole. */
  onEnd(digest: string): void;
}

/**
 * Sends the pieces that a receiver lacks over one lane. Each frame waits for its turn on the lane, so that several of
 * these share it evenly.
 */
export class PieceSender {
  readonly #source: PieceSource;
  readonly #lane: OpenLane;
  readonly #wanted: Wanted;
  readonly #listener: SendListener;
  readonly #had: ReadonlySet<number>;
  readonly #underWay = new Set<number>();
  readonly #again = new Set<number>();
  readonly #repeats = new Map<number, number>();
  #next = 0;
  #wake: () => void = () => {};

  constructor(source: PieceSource, lane: OpenLane, wanted: Wanted, listener: SendListener) {
    this.#source = source;
    this.#lane = lane;
    this.#wanted = wanted;
    this.#listener = listener;
    this.#had = new Set(indexesOf(wanted.have));
  }

  /** Bytes that the receiver had before. */
  get hadBytes(): number {
    let bytes = 0;
    for (const index of this.#had) bytes += pieceLength(this.#source.identity, index);
    return bytes;
  }

  /**
   * Sends until `signal` aborts.
   *
   * @throws {SdkError} `failed-precondition` when the file cannot be read, or what ended the lane or was the abort's reason
   */
  async run(signal: AbortSignal): Promise<void> {
    const told = this.#tellDigests(signal);
    // It is awaited before the end is told; until then its failure must not be an unhandled one.
    told.catch(() => {});
    let isEndTold = false;
    while (!signal.aborted) {
      const index = this.#take();
      if (index !== undefined) {
        await this.#send(index, signal);
      } else if (isEndTold || this.#underWay.size >= this.#wanted.window) {
        await this.#woken(signal);
      } else {
        await told;
        const digest = await this.#source.whole();
        if (signal.aborted) return;
        this.#listener.onEnd(digest);
        this.#lane.tell({ t: 'end', id: this.#wanted.id, digest });
        isEndTold = true;
      }
    }
  }

  /** The receiver has written a piece; gives its length. @throws {SdkError} `invalid-argument` when it was not sent */
  acknowledged(index: number): number {
    if (!this.#underWay.delete(index)) throw stray('acknowledged', index);
    this.#wake();
    return pieceLength(this.#source.identity, index);
  }

  /**
   * The receiver got a piece damaged. Gives the bytes that it turned out not to have.
   *
   * @throws {SdkError} `invalid-argument` when it was not sent, `data-loss` when it was sent too often
   */
  wantedAgain(index: number): number {
    const wasUnderWay = this.#underWay.delete(index);
    if (!wasUnderWay && !this.#had.has(index)) throw stray('asked again for', index);
    const repeats = (this.#repeats.get(index) ?? 0) + 1;
    if (repeats > MAX_REPEATS) throw new SdkError('data-loss', `piece ${index} arrived damaged ${repeats} times`);
    this.#repeats.set(index, repeats);
    this.#again.add(index);
    this.#wake();
    return wasUnderWay || repeats > 1 ? 0 : pieceLength(this.#source.identity, index);
  }

  /** The next piece to be sent, if one may be. */
  #take(): number | undefined {
    if (this.#underWay.size >= this.#wanted.window) return undefined;
    const [again] = this.#again;
    if (again !== undefined) {
      this.#again.delete(again);
      return again;
    }
    while (this.#had.has(this.#next)) this.#next += 1;
    if (this.#next >= pieceCount(this.#source.identity)) return undefined;
    this.#next += 1;
    return this.#next - 1;
  }

  async #send(index: number, signal: AbortSignal): Promise<void> {
    const { id } = this.#wanted;
    const { bytes, digest } = await this.#source.read(index);
    if (!this.#had.has(this.#next)) this.#source.readAhead(this.#next);
    this.#underWay.add(index);
    await this.#lane.send(writePiece(id, index, digest), signal);
    // Slices of one length: a short last one would cost as much as a full one.
    const sliceBytes = Math.ceil(bytes.length / Math.ceil(bytes.length / MAX_DATA_BYTES));
    const frame = new Uint8Array(DATA_HEAD_BYTES + sliceBytes);
    writeDataHead(frame, id);
    for (let start = 0; start < bytes.length; start += sliceBytes) {
      const slice = bytes.subarray(start, start + sliceBytes);
      frame.set(slice, DATA_HEAD_BYTES);
      await this.#lane.send(frame.subarray(0, DATA_HEAD_BYTES + slice.length), signal);
      this.#listener.onSent();
    }
  }

  async #tellDigests(signal: AbortSignal): Promise<void> {
    const { id, have } = this.#wanted;
    for (let run = 0; run + 1 < have.length; run += 2) {
      const end = have[run + 1] ?? 0;
      for (let first = have[run] ?? 0; first < end; first += DIGESTS_AT_A_TIME) {
        const digests: Uint8Array[] = [];
        for (let index = first; index < Math.min(end, first + DIGESTS_AT_A_TIME); index += 1) {
          if (signal.aborted) return;
          digests.push(await this.#source.digest(index));
          this.#listener.onSent();
        }
        await this.#lane.send(writeDigests(id, first, digests), signal);
      }
    }
  }

  #woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.#wake = go;
      if (signal.aborted) go();
      else signal.addEventListener('abort', go, { once: true });
    });
  }
}

function stray(did: string, index: number): SdkError {
  return new SdkError('invalid-argument', `the receiver ${did} piece ${index}, which it was not sent`);
}
