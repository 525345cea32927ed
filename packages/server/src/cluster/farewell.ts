import type { Clock } from '@remotemedia/base';
import { sleep } from '@remotemedia/base';
import type { HeldCopy } from './held-copies.ts';
import type { Instances } from './instances.ts';
import { partFrom } from './stay-parts.ts';
import { BEQUEST_MS } from './timing.ts';

/** Hands the stays of an instance that goes to others, which go on with them at once. */
export class Farewell {
  readonly #instances: Instances;
  readonly #clock: Clock;
  readonly #underWay = new Set<Promise<void>>();

  /** @param clock for the time that it may take */
  constructor(instances: Instances, clock: Clock) {
    this.#instances = instances;
    this.#clock = clock;
  }

  /** Hands a stay to an instance. */
  bequeath(copy: HeldCopy, heir: string): void {
    const sent = this.#send(copy, heir).catch(() => {});
    this.#underWay.add(sent);
    void sent.then(() => this.#underWay.delete(sent));
  }

  /** Resolves when all heirs have what they get, or the time for it is over. */
  async settled(): Promise<void> {
    if (this.#underWay.size === 0) return;
    await Promise.race([Promise.all(this.#underWay), sleep(BEQUEST_MS, { clock: this.#clock })]);
  }

  async #send(copy: HeldCopy, heir: string): Promise<void> {
    for (let fromSeq = 0; ; ) {
      const stay = { ...partFrom(copy, fromSeq), isBequest: true };
      await this.#instances.ask(heir, { case: 'copies', value: { stays: [stay] } });
      if (!stay.isCut) return;
      fromSeq = Number(stay.nextSeq);
    }
  }
}
