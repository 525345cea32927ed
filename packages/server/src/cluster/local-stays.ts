import type { Undo } from '@remotemedia/base';
import type { Bus } from '../bus/bus.ts';
import type { LocalMember } from './local-member.ts';
import { StayHome, type StayHomePort } from './stay-home.ts';
import { staySubject } from './subjects.ts';

/** The stays of this instance, each of which listens to what other instances ask of it. */
export class LocalStays {
  readonly #bus: Bus;
  readonly #port: StayHomePort;
  readonly #locals = new Map<string, { local: LocalMember; unlisten: Undo }>();

  /** @param port see {@link StayHomePort} */
  constructor(bus: Bus, port: StayHomePort) {
    this.#bus = bus;
    this.#port = port;
  }

  /** The stay of that name. */
  find(stayId: string): LocalMember | undefined {
    return this.#locals.get(stayId)?.local;
  }

  /** A stay is here from now on. */
  add(local: LocalMember): void {
    const home = new StayHome(local, this.#port);
    const unlisten = this.#bus.subscribe(staySubject(local.stayId), (bytes, answer) => home.take(bytes, answer));
    this.#locals.set(local.stayId, { local, unlisten });
  }

  /** A stay is over, or elsewhere. @returns it, the first time */
  remove(stayId: string): LocalMember | undefined {
    const known = this.#locals.get(stayId);
    this.#locals.delete(stayId);
    known?.unlisten();
    return known?.local;
  }

  /** Stops listening. */
  close(): void {
    for (const { unlisten } of this.#locals.values()) unlisten();
    this.#locals.clear();
  }
}
