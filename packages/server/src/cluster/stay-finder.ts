import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type Clock, SdkError } from '@remotemedia/base';
import { type ClusterReply, ClusterStayRequestSchema } from '@remotemedia/protocol/cluster';
import type { Bus } from '../bus/bus.ts';
import { busAway } from '../bus/bus-failures.ts';
import type { Stay } from '../hub/stay.ts';
import type { Adoptions } from './adoptions.ts';
import { readReply } from './frames.ts';
import { type HeldCopies, type HeldCopy, HeldCopies as Parts } from './held-copies.ts';
import type { Instances } from './instances.ts';
import { pause } from './retry.ts';
import { staySubject } from './subjects.ts';
import { ASK_TIMEOUT_MS, CALL_TIMEOUT_MS, CALL_TRY_MS, FETCH_MS, PEACE_MS } from './timing.ts';

/** Settings of a {@link StayFinder}. */
export interface StayFinderOptions {
  /** Name of this instance. */
  readonly instanceId: string;
  /** Carries the questions. */
  readonly bus: Bus;
  /** The other instances. */
  readonly instances: Instances;
  /** Stays that this instance takes over. */
  readonly adoptions: Adoptions;
  /** Copies that this instance has. */
  readonly held: HeldCopies;
  /** Where time comes from. */
  readonly clock: Clock;
  /** The stay of that name, if this instance has it. */
  readonly findStay: (stayId: string) => Stay | undefined;
}

/** Finds stays that are at other instances, or on their way from one to another. */
export class StayFinder {
  readonly #options: StayFinderOptions;

  /** @param options see {@link StayFinderOptions} */
  constructor(options: StayFinderOptions) {
    this.#options = options;
  }

  /**
   * Takes a stay over from its home.
   *
   * @returns a copy to go on with; `undefined` when nobody has it, or this instance has it by now
   * @throws {SdkError} `unavailable`
   */
  async fetch(stayId: string, secret: string): Promise<HeldCopy | undefined> {
    return this.#find(stayId, FETCH_MS, async () => {
      const parts = new Parts();
      for (let fromSeq = 0; ; ) {
        const value = { secret, fromSeq: BigInt(fromSeq) };
        const reply = await this.#ask(stayId, { case: 'handover', value }, ASK_TIMEOUT_MS);
        const stay = reply.case === 'stay' ? reply.value : undefined;
        const home = stay?.homeInstanceId ?? '';
        if (!stay || stay.stayId !== stayId || !parts.hear(home, stay)) {
          throw new SdkError('internal', 'another instance handed over a stay that cannot be read');
        }
        const copy = parts.find(stayId);
        if (!stay.isCut) return copy;
        fromSeq = copy?.nextSeq ?? 0;
      }
    });
  }

  /**
   * Has the home of a stay carry out a call.
   *
   * @returns its answer; `undefined` when nobody has it, or this instance has it by now
   * @throws {SdkError} what it refused with; `unavailable`
   */
  async call(stayId: string, secret: string, message: Uint8Array): Promise<Uint8Array | undefined> {
    // Tried again before it is given up: its home may be gone. The numbers in it keep it from being done twice.
    return this.#find(stayId, CALL_TIMEOUT_MS, async () => {
      const reply = await this.#ask(stayId, { case: 'call', value: { secret, message } }, CALL_TRY_MS);
      if (reply.case === 'called') return reply.value;
      throw new SdkError('internal', 'another instance answered a call with something else');
    });
  }

  async #ask(
    stayId: string,
    request: MessageInitShape<typeof ClusterStayRequestSchema>['request'],
    timeoutMs: number,
  ): Promise<ClusterReply['reply']> {
    const { bus, instanceId } = this.#options;
    const frame = create(ClusterStayRequestSchema, { instanceId, ...(request ? { request } : {}) });
    const bytes = toBinary(ClusterStayRequestSchema, frame);
    let answer: Uint8Array;
    try {
      answer = await bus.request(staySubject(stayId), bytes, { timeoutMs });
    } catch (caught) {
      throw new Unanswered(SdkError.from(caught, 'unavailable'));
    }
    return readReply(answer);
  }

  async #find<T>(stayId: string, mostMs: number, ask: () => Promise<T>): Promise<T | undefined> {
    const { clock, instances, bus, findStay } = this.#options;
    await instances.ready();
    const startMs = clock.now();
    const endMs = startMs + mostMs;
    let last: SdkError | undefined;
    for (let attempt = 0; clock.now() < endMs; attempt += 1) {
      await this.#settle(stayId);
      if (findStay(stayId)) return undefined;
      if (bus.state === 'away') throw busAway();
      try {
        return await ask();
      } catch (caught) {
        if (!(caught instanceof Unanswered)) return refusalOf(caught);
        last = caught.error;
      }
      if (attempt === 0) await instances.suspectAll();
      const isPeaceful = last.code === 'unavailable' && !instances.isUnsettled(FETCH_MS);
      if (isPeaceful && clock.now() - startMs >= PEACE_MS) return undefined;
      await pause(clock, attempt);
    }
    if (last?.code === 'deadline-exceeded')
      throw new SdkError('unavailable', 'the server that has your stay does not answer');
    return undefined;
  }

  /** A stay that is on its way to this instance arrives. */
  async #settle(stayId: string): Promise<void> {
    const { adoptions, held, instances } = this.#options;
    const copy = held.find(stayId);
    if (copy && instances.isDead(copy.home)) await adoptions.adopt(copy);
    await adoptions.settled(stayId);
  }
}

/** Nobody answered, which may change. */
class Unanswered extends Error {
  readonly error: SdkError;

  constructor(error: SdkError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

/** What the home of a stay says to a wrong secret is what nobody's stay gets, too. */
function refusalOf(caught: unknown): undefined {
  if (caught instanceof SdkError && caught.code === 'unauthenticated') return undefined;
  throw caught;
}
