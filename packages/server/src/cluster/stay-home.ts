import type { SdkError } from '@remotemedia/base';
import {
  type ClusterDelivery,
  type ClusterHandover,
  type ClusterReply,
  ClusterStayRequestSchema,
} from '@remotemedia/protocol/cluster';
import type { Stay } from '../hub/stay.ts';
import { isSameSecret, unknownToken } from '../hub/stay-token.ts';
import { decode, done, encodeReply, refused, toNumber } from './frames.ts';
import type { LocalMember } from './local-member.ts';
import { isName } from './subjects.ts';

/** What a {@link StayHome} leaves to others. */
export interface StayHomePort {
  /** Carries out a call that the stay's peer made at another instance. */
  call(stay: Stay, message: Uint8Array): Promise<Uint8Array>;
  /** Hands the stay, or the next part of it, over. */
  handOver(local: LocalMember, fromSeq: number, to: string): ClusterReply['reply'];
}

/** Answers what other instances ask of a stay of this one. */
export class StayHome {
  readonly #local: LocalMember;
  readonly #port: StayHomePort;

  /** @param local the stay */
  constructor(local: LocalMember, port: StayHomePort) {
    this.#local = local;
    this.#port = port;
  }

  /** Takes what came over the bus. Never throws. */
  take(bytes: Uint8Array, answer: ((bytes: Uint8Array) => void) | undefined): void {
    if (!answer) return;
    try {
      const reply = this.#reply(bytes);
      if (reply instanceof Promise) reply.then(answer, (caught: SdkError) => answer(refused(caught)));
      else answer(reply);
    } catch (caught) {
      answer(refused(caught));
    }
  }

  #reply(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
    const { request, instanceId = '' } = decode(ClusterStayRequestSchema, bytes) ?? {};
    switch (request?.case) {
      case 'delivery':
        return this.#deliver(request.value);
      case 'call':
        this.#checkSecret(request.value.secret);
        return this.#call(request.value.message);
      case 'handover':
        this.#checkSecret(request.value.secret);
        return this.#handOver(request.value, instanceId);
      default:
        return refused(unknownToken());
    }
  }

  #deliver({ fromStayId, from, number, notification }: ClusterDelivery): Uint8Array | Promise<Uint8Array> {
    if (!from || !notification || fromStayId === '') return refused(unknownToken());
    const taken = this.#local.stay.deliver(
      { stayId: fromStayId, info: from },
      { notification, number: toNumber(number) },
    );
    return taken instanceof Promise ? taken.then(done) : done();
  }

  async #call(message: Uint8Array): Promise<Uint8Array> {
    return encodeReply({ case: 'called', value: await this.#port.call(this.#local.stay, message) });
  }

  #handOver({ fromSeq }: ClusterHandover, to: string): Uint8Array {
    if (!isName(to)) return refused(unknownToken());
    return encodeReply(this.#port.handOver(this.#local, toNumber(fromSeq), to));
  }

  #checkSecret(shown: string): void {
    if (!isSameSecret(this.#local.stay.secret ?? '', shown)) throw unknownToken();
  }
}
