import type { Entry } from '../foreign-peer.ts';
import type { News } from '../news.ts';

/** Client libraries that run in the page. */
export type ClientName = 'google-grpc-web' | 'connect-web' | 'connect-web-grpc-web';

/** A method of a peer, and what it is called with. */
export interface PeerCommand {
  /** The method. */
  readonly name: 'offer' | 'answer' | 'candidate' | 'list' | 'leave';
  /** Whom, and the text. */
  readonly args: readonly string[];
}

/** What the page offers to the test, as `globalThis.peerPage`. */
export interface PeerPage {
  /** Connects and enters the room. */
  enter(client: ClientName, entry: Entry): Promise<void>;
  /** The next news of a peer. */
  next(id: string): Promise<News>;
  /** Lets a peer do something. @returns ids, of a list */
  run(id: string, command: PeerCommand): Promise<readonly string[]>;
}
