import { type Clock, SdkError, sleep, type Undo } from '@remotemedia/base';
import type { Instances } from './instances.ts';
import type { JournalPart, StayJournal } from './stay-journal.ts';
import { RETRY_MS, TIDY_MS } from './timing.ts';

/** About how much news goes in one frame, in bytes; half of what the bus carries. */
const MAX_BATCH_BYTES = 400_000;
/** Most stays with news in one frame; a head may have some kilobytes. */
const MAX_BATCH_STAYS = 128;

interface Part extends JournalPart {
  readonly journal: StayJournal;
}

/** Brings news of copies to the instance that has them: one frame at a time, and with it all that came up meanwhile. */
export class CopyChannel {
  readonly #holder: string;
  readonly #instances: Instances;
  readonly #clock: Clock;
  readonly #dirty = new Set<StayJournal>();
  readonly #tidy = new Set<StayJournal>();
  readonly #dropped = new Set<string>();
  #stopTidy: Undo | undefined;
  #isAtWork = false;
  #isClosed = false;

  /** @param holder instance that has the copies */
  constructor(holder: string, instances: Instances, clock: Clock) {
    this.#holder = holder;
    this.#instances = instances;
    this.#clock = clock;
  }

  /** A copy is to hear news. */
  wake(journal: StayJournal): void {
    this.#dirty.add(journal);
    void this.#work();
  }

  /** A copy is to hear news in a while. */
  wakeLater(journal: StayJournal): void {
    this.#tidy.add(journal);
    this.#stopTidy ??= this.#clock.after(TIDY_MS, () => {
      this.#stopTidy = undefined;
      for (const waiting of this.#tidy) this.#dirty.add(waiting);
      this.#tidy.clear();
      void this.#work();
    });
  }

  /** A copy is no longer needed. */
  drop(stayId: string): void {
    this.#dropped.add(stayId);
    void this.#work();
  }

  /** A copy is elsewhere now. */
  forget(journal: StayJournal): void {
    this.#dirty.delete(journal);
    this.#tidy.delete(journal);
  }

  /** The instance is gone. */
  close(): void {
    this.#isClosed = true;
    this.#stopTidy?.();
    this.#dirty.clear();
    this.#tidy.clear();
  }

  async #work(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    // What comes up in one turn goes in one frame.
    await Promise.resolve();
    while (!this.#isClosed && this.#dirty.size + this.#dropped.size > 0) await this.#send();
    this.#isAtWork = false;
  }

  async #send(): Promise<void> {
    const parts = this.#takeParts();
    const droppedStayIds = [...this.#dropped].slice(0, MAX_BATCH_STAYS);
    const stays = parts.map(({ stay }) => stay);
    try {
      const reply = await this.#instances.ask(this.#holder, { case: 'copies', value: { stays, droppedStayIds } });
      const missing = new Set(reply.case === 'missing' ? reply.value.stayIds : []);
      for (const stayId of droppedStayIds) this.#dropped.delete(stayId);
      for (const part of parts) this.#settle(part, missing.has(part.journal.local.stayId));
      if (missing.size > 0) await this.#pause();
    } catch (caught) {
      for (const { journal } of parts) this.#again(journal);
      if (SdkError.from(caught).code !== 'unavailable') return;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return sleep(RETRY_MS.most, { clock: this.#clock });
  }

  #takeParts(): Part[] {
    const parts: Part[] = [];
    let leftBytes = MAX_BATCH_BYTES;
    for (const journal of [...this.#dirty]) {
      if (leftBytes <= 0 || parts.length >= MAX_BATCH_STAYS) break;
      this.#dirty.delete(journal);
      if (!journal.hasNews) continue;
      const part = journal.take(leftBytes);
      if (journal.hasNews) this.#dirty.add(journal);
      leftBytes -= part.sizeBytes;
      parts.push({ journal, ...part });
    }
    return parts;
  }

  #settle({ journal, nextSeq, isCut }: Part, isMissing: boolean): void {
    if (journal.holder !== this.#holder) return;
    if (isMissing) this.#again(journal);
    else if (!isCut) journal.confirm(nextSeq);
  }

  #again(journal: StayJournal): void {
    if (journal.holder !== this.#holder || this.#isClosed) return;
    journal.startOver();
    this.#dirty.add(journal);
  }
}
