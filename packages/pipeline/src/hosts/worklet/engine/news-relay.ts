import type { SeatMessage } from '../../protocol.ts';

/** Messages of one node and port that are told of in one go; a node that gives more floods. */
const PER_SOURCE = 16;

/** Messages of all nodes together. */
const AT_ONCE = 256;

/** One message that waits, with what is transferred with it. */
interface Waiting {
  readonly source: string;
  readonly message: SeatMessage;
  readonly transfer: readonly Transferable[];
}

/**
 * What goes to the page beside sound, collected so that no quantum has a message of its own. Of a node that floods the
 * first items are told and the newest one; those between are dropped and counted.
 */
export class NewsRelay {
  #waiting: Waiting[] = [];
  readonly #counts = new Map<string, number>();
  #dropped = 0;

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Messages dropped so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes a message in. */
  add(message: SeatMessage, transfer: readonly Transferable[]): void {
    const source = sourceOf(message);
    const count = this.#counts.get(source) ?? 0;
    if (count < PER_SOURCE && this.#waiting.length < AT_ONCE) {
      this.#counts.set(source, count + 1);
      this.#waiting.push({ source, message, transfer });
      return;
    }
    this.#dropped += 1;
    const newest = this.#waiting.findLastIndex((waiting) => waiting.source === source);
    if (newest >= 0) this.#waiting[newest] = { source, message, transfer };
  }

  /** Gives everything that waits, and what is to be transferred with it. */
  take(): { readonly messages: readonly SeatMessage[]; readonly transfer: Transferable[] } {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#counts.clear();
    return {
      messages: taken.map(({ message }) => message),
      transfer: taken.flatMap(({ transfer }) => [...transfer]),
    };
  }
}

/** Whether a message is news: not an answer that somebody waits for. */
export function isNews({ type }: SeatMessage): boolean {
  return type === 'output' || type === 'tapped' || type === 'fault';
}

function sourceOf(message: SeatMessage): string {
  switch (message.type) {
    case 'output':
      return `output ${message.nodeId} ${message.port}`;
    case 'tapped':
      return `tapped ${message.tap} ${message.port}`;
    case 'fault':
      return `fault ${message.nodeId}`;
    default:
      return message.type;
  }
}
