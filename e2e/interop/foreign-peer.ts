import type { NewsList } from './news.ts';

/** A peer behind somebody else's client library. */
export interface ForeignPeer {
  /** Its id. */
  readonly id: string;
  /** What it was told. */
  readonly news: NewsList;
  /** Offers `sdp` to a peer. Rejects with a {@link Refusal} when refused. */
  offer(to: string, sdp: string): Promise<void>;
  /** Answers a peer. Rejects as {@link offer} does. */
  answer(to: string, sdp: string): Promise<void>;
  /** Sends a candidate to a peer; empty for the end of candidates. Rejects as {@link offer} does. */
  candidate(to: string, candidate: string): Promise<void>;
  /** Ids of everyone in the room. */
  list(): Promise<readonly string[]>;
  /** Leaves the room and ends the connection. */
  leave(): Promise<void>;
}

/** Which server a peer enters, and as whom. */
export interface Entry {
  /** Of the server: `http://127.0.0.1:8080`. */
  readonly serverUrl: string;
  /** The id it takes. */
  readonly id: string;
  /** The room. */
  readonly room: string;
}

/** Connects and enters the room. */
export type Enter = (entry: Entry) => Promise<ForeignPeer>;

/** The server refused a request. */
export class Refusal extends Error {
  /** Always `Refusal`. */
  override readonly name: string = 'Refusal';
  /** Number that the protocol has for the reason. */
  readonly number: number;

  /**
   * @param number that the protocol has for the reason
   * @param message what the server says
   */
  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}
