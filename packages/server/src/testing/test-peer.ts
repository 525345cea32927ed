import type { NewsList } from './peer-news.ts';

/** A session description that passes for one. */
export const SDP: string = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
/** A candidate line that passes for one. */
export const CANDIDATE: string = 'candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host';

/** A peer in a test, whatever protocol it speaks. */
export interface TestPeer {
  /** Its id. */
  readonly id: string;
  /** What it was told. */
  readonly news: NewsList;
  /** Ids of those who were in the room before it. */
  readonly others: readonly string[];
  /** Offers `sdp` to a peer. Rejects when refused. */
  offer(to: string, sdp: string): Promise<void>;
  /** Answers a peer. Rejects when refused. */
  answer(to: string, sdp: string): Promise<void>;
  /** Sends a candidate to a peer. Rejects when refused. */
  candidate(to: string, candidate: string): Promise<void>;
  /** Ends the connection with a peer, or leaves when `id` is its own. Rejects when refused. */
  disconnect(id: string): Promise<void>;
  /** Ids of everyone in the room. */
  list(): Promise<readonly string[]>;
  /** Breaks its connection without a word. */
  drop(): void;
}

/** How a test peer enters. */
export interface TestEntry {
  /** Its id. */
  readonly id: string;
  /** Its room; the default room where absent. */
  readonly room?: string;
}
