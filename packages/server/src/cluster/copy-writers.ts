import { createHash } from 'node:crypto';
import type { Clock } from '@remotemedia/base';
import type { Bus } from '../bus/bus.ts';
import { CopyChannel } from './copy-channel.ts';
import type { Instances } from './instances.ts';
import type { LocalMember } from './local-member.ts';
import { StayJournal } from './stay-journal.ts';

/** Settings of {@link CopyWriters}. */
export interface CopyWritersOptions {
  /** Carries the copies. */
  readonly bus: Bus;
  /** The other instances. */
  readonly instances: Instances;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** Has every stay of this instance that can be resumed copied to one other instance. */
export class CopyWriters {
  readonly #options: CopyWritersOptions;
  readonly #journals = new Map<string, StayJournal>();
  readonly #channels = new Map<string, CopyChannel>();

  /** @param options see {@link CopyWritersOptions} */
  constructor(options: CopyWritersOptions) {
    const { bus, instances } = options;
    this.#options = options;
    instances.on('appear', (instanceId) => this.#welcome(instanceId));
    instances.on('dead', (instanceId) => this.#bury(instanceId));
    bus.onState((state) => {
      if (state === 'away') for (const journal of this.#journals.values()) this.#place(journal, undefined);
    });
  }

  /** The journal of a stay. */
  find(stayId: string): StayJournal | undefined {
    return this.#journals.get(stayId);
  }

  /** Has a stay copied from now on. @param preferred instance that has something of it already */
  open(local: LocalMember, preferred?: string): StayJournal {
    const journal = new StayJournal(local, {
      wake: (woken) => this.#channelOf(woken)?.wake(woken),
      wakeLater: (woken) => this.#channelOf(woken)?.wakeLater(woken),
    });
    this.#journals.set(local.stayId, journal);
    const { live } = this.#options.instances;
    this.#place(journal, preferred !== undefined && live.includes(preferred) ? preferred : this.choose(local.stayId));
    return journal;
  }

  /** Has a stay copied no longer. @param keeps whether the copy that there is stays as it is */
  close(stayId: string, keeps: boolean = false): void {
    const journal = this.#journals.get(stayId);
    if (!journal) return;
    this.#journals.delete(stayId);
    const channel = this.#channelOf(journal);
    channel?.forget(journal);
    if (!keeps) channel?.drop(stayId);
    journal.close();
  }

  /** Has a stay copied no longer, but lets those wait who wait for its copy. @returns lets them go on */
  detach(stayId: string): () => void {
    const journal = this.#journals.get(stayId);
    if (!journal) return () => {};
    this.#journals.delete(stayId);
    this.#channelOf(journal)?.forget(journal);
    journal.stop();
    return () => journal.close();
  }

  /** The instance that is to have the copy of a stay: always the same one while the same instances live. */
  choose(stayId: string): string | undefined {
    const { live } = this.#options.instances;
    const ranked = live.map((instanceId) => ({ instanceId, rank: rankOf(stayId, instanceId) }));
    return ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1))[0]?.instanceId;
  }

  /** Number of stays that have a copy, or are about to. */
  get count(): number {
    return [...this.#journals.values()].filter(({ holder }) => holder !== undefined).length;
  }

  /** Stops everything. */
  closeAll(): void {
    for (const channel of this.#channels.values()) channel.close();
    for (const journal of this.#journals.values()) journal.close();
    this.#journals.clear();
    this.#channels.clear();
  }

  /** An instance is there, or there again. What it had of a stay, it has once more. */
  #welcome(instanceId: string): void {
    const { instances } = this.#options;
    for (const journal of [...this.#journals.values()]) {
      const { holder, formerHolders, local } = journal;
      const mayReturn = [...formerHolders].some((former) => !instances.isDead(former));
      if (holder !== undefined) this.#dropOld(journal, instanceId);
      else if (formerHolders.has(instanceId)) this.#place(journal, instanceId);
      else if (!mayReturn) this.#place(journal, this.choose(local.stayId));
    }
  }

  #dropOld(journal: StayJournal, instanceId: string): void {
    if (journal.formerHolders.delete(instanceId)) this.#channelTo(instanceId).drop(journal.local.stayId);
  }

  #bury(instanceId: string): void {
    this.#channels.get(instanceId)?.close();
    this.#channels.delete(instanceId);
    for (const journal of [...this.#journals.values()]) {
      const hasNone = journal.holder === undefined && journal.formerHolders.has(instanceId);
      if (hasNone || journal.holder === instanceId) this.#place(journal, this.choose(journal.local.stayId));
    }
  }

  #place(journal: StayJournal, holder: string | undefined): void {
    if (journal.holder === undefined && holder === undefined) return;
    this.#channelOf(journal)?.forget(journal);
    journal.keepAt(holder);
  }

  #channelOf({ holder }: StayJournal): CopyChannel | undefined {
    return holder === undefined ? undefined : this.#channelTo(holder);
  }

  #channelTo(holder: string): CopyChannel {
    const { instances, clock } = this.#options;
    const channel = this.#channels.get(holder) ?? new CopyChannel(holder, instances, clock);
    this.#channels.set(holder, channel);
    return channel;
  }
}

/** Rendezvous hashing: the lowest rank wins, and an instance that comes or goes moves only its own share. */
function rankOf(stayId: string, instanceId: string): string {
  return createHash('sha256').update(`${stayId} ${instanceId}`).digest('hex');
}
