/** Where and with whom to meet. */
export interface Meeting {
  /** Name of a room that nobody used before. */
  readonly room: string;
  /** Where the contender's signaling listens, as its library wants to be told. */
  readonly signaling: string;
}

/** An open data channel to the peer that was in the room first. */
export interface Link {
  /** Sends `text` through the library and waits until the other peer has sent it back. */
  echo(text: string): Promise<string>;
}

/** A library, seen from one page. Both functions use only what its users use. */
export interface Contender {
  /** Enters the room and answers whoever comes, sending back each text. Resolves when others can find it. */
  host(meeting: Meeting): Promise<void>;
  /**
   * Enters the room that the other page is in. Resolves at the moment from which the library lets its user send
   * over the data channel.
   */
  join(meeting: Meeting): Promise<Link>;
}

/** What one run gave. */
export interface Timing {
  /** When the library was first called, in milliseconds since 1970, on a clock that both pages share. */
  readonly startMs: number;
  /** Time from then until the data channel was open, in milliseconds. */
  readonly openMs: number;
}
