import { Store } from '../ui/store.ts';

/** A line of chat as it is shown. */
export interface ChatMessage {
  /** Tells it from the others on this page. */
  readonly id: number;
  /** Peer id of the sender. */
  readonly from: string;
  /** Name of the sender. */
  readonly name: string;
  /** Whether this person wrote it. */
  readonly own: boolean;
  /** What was written: plain text, never HTML. */
  readonly text: string;
  /** When it was written or arrived here. */
  readonly at: Date;
  /** Whether it reached everybody; `sending` while that is not known. */
  readonly delivery: 'sending' | 'delivered' | 'failed';
}

/** Lines that are kept; older ones go. */
const KEPT = 500;

/** The conversation of one call. Nothing of it is stored anywhere. */
export class Chat {
  /** All lines, oldest first. */
  readonly messages: Store<readonly ChatMessage[]> = new Store<readonly ChatMessage[]>([]);
  /** Lines of others that came while the panel was closed. */
  readonly unread: Store<number> = new Store(0);
  /** Whether the panel is open. */
  readonly open: Store<boolean> = new Store(false);
  readonly #send: (text: string) => Promise<void>;
  #lastId = 0;

  /** @param send carries a line to everybody else */
  constructor(send: (text: string) => Promise<void>) {
    this.#send = send;
  }

  /** Opens or closes the panel. */
  setOpen(open: boolean): void {
    this.open.set(open);
    if (open) this.unread.set(0);
  }

  /** Shows what this person wrote at once and sends it; text of blanks only is nothing. */
  async write(from: string, name: string, text: string): Promise<void> {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const id = this.#add({ from, name, own: true, text: trimmed, delivery: 'sending' });
    try {
      await this.#send(trimmed);
      this.#setDelivery(id, 'delivered');
    } catch {
      this.#setDelivery(id, 'failed');
    }
  }

  /** Takes a line from somebody else. */
  receive(from: string, name: string, text: string): void {
    this.#add({ from, name, own: false, text, delivery: 'delivered' });
    if (!this.open.get()) this.unread.update((count) => count + 1);
  }

  #add(message: Omit<ChatMessage, 'id' | 'at'>): number {
    this.#lastId += 1;
    const id = this.#lastId;
    this.messages.update((messages) => [...messages, { ...message, id, at: new Date() }].slice(-KEPT));
    return id;
  }

  #setDelivery(id: number, delivery: ChatMessage['delivery']): void {
    this.messages.update((messages) => messages.map((each) => (each.id === id ? { ...each, delivery } : each)));
  }
}
