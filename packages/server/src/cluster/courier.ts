import { create, toBinary } from '@bufbuild/protobuf';
import { type Clock, SdkError } from '@remotemedia/base';
import { ClusterStayRequestSchema } from '@remotemedia/protocol/cluster';
import { PeerInfoSchema, type SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { Bus } from '../bus/bus.ts';
import { busAway } from '../bus/bus-failures.ts';
import type { KeptEntry } from '../hub/journal.ts';
import type { Message, Sender } from '../hub/member.ts';
import { Stay } from '../hub/stay.ts';
import type { LogSink } from '../log.ts';
import { readReply } from './frames.ts';
import type { Instances } from './instances.ts';
import type { RemoteMember } from './remote-member.ts';
import { pause } from './retry.ts';
import { staySubject } from './subjects.ts';
import { ASK_TIMEOUT_MS, DELIVERY_MARGIN_MS } from './timing.ts';

/** Settings of a {@link Courier}. */
export interface CourierOptions {
  /** Name of this instance. */
  readonly instanceId: string;
  /** Carries the messages. */
  readonly bus: Bus;
  /** The other instances. */
  readonly instances: Instances;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log. */
  readonly log: LogSink;
  /** How long an interrupted stay can be resumed, in milliseconds. */
  readonly resumeGraceMs: number;
  /** The stay of that name, if this instance has it. */
  readonly findStay: (stayId: string) => Stay | undefined;
  /** What is known of a member now, which may have moved more than once. */
  readonly findMember: (roomName: string, stayId: string) => RemoteMember | undefined;
}

/** Brings messages to peers of other instances, wherever they move to meanwhile. */
export class Courier {
  readonly #options: CourierOptions;
  /** Numbers of messages whose senders give none, by stay of the sender. */
  readonly #numbers = new Map<string, number>();

  /** @param options see {@link CourierOptions} */
  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** The sender is gone; nothing of it needs to be known. */
  forget(stayId: string): void {
    this.#numbers.delete(stayId);
  }

  /**
   * Brings a message to a member of another instance, once, whatever happens on the way.
   *
   * @throws {SdkError} what the receiver refused it with; `not-found` when it left; `unavailable` when it did not
   *   arrive, `deadline-exceeded` when nobody knows whether it arrived
   */
  async carry(to: RemoteMember, from: Sender, message: Message): Promise<void> {
    const { bus, clock, resumeGraceMs, instances, findStay, findMember } = this.#options;
    if (bus.state === 'away') throw busAway();
    const [sender, number] = this.#numbered(from, message.number);
    const bytes = encode(this.#options.instanceId, sender, { ...message, number });
    const deadlineMs = clock.now() + resumeGraceMs + DELIVERY_MARGIN_MS;
    let last = busAway();
    for (let attempt = 0; clock.now() < deadlineMs; attempt += 1) {
      const moved = findStay(to.stayId);
      if (moved) return moved.deliver(sender, { ...message, number });
      const now = to.isGone ? findMember(to.roomName, to.stayId) : to;
      if (!now) throw this.#lost(to, from, last);
      const failure = await this.#try(to, bytes);
      if (!failure) return;
      if (last.code !== 'deadline-exceeded') last = failure;
      void instances.suspect(now.home);
      await pause(clock, attempt);
    }
    throw last.code === 'deadline-exceeded' ? unsure(to) : unreachable(to);
  }

  /** Brings what was said to a stay here to the instance that has it now. What cannot be brought is logged. */
  async handBack(to: RemoteMember, entries: readonly KeptEntry[]): Promise<void> {
    for (const { fromStayId, number, notification } of entries) {
      const info = create(PeerInfoSchema, { peerId: senderOf(notification) });
      await this.carry(to, { stayId: fromStayId, info }, { number, notification }).catch((cause: unknown) => {
        this.#options.log({ level: 'error', message: `a message to ${to.info.peerId} was lost`, cause });
      });
    }
  }

  /** The receiver is not in the room any more; or the sender is not, and nobody here knows the room. */
  #lost(to: RemoteMember, from: Sender, last: SdkError): SdkError {
    const hasSenderMoved = from instanceof Stay && from.hasMoved;
    if (!hasSenderMoved) return new SdkError('not-found', `Peer not found: ${to.info.peerId}`);
    return last.code === 'deadline-exceeded' ? unsure(to) : unreachable(to);
  }

  /** @returns why it may not have arrived @throws {SdkError} what it was refused with */
  async #try(to: RemoteMember, bytes: Uint8Array): Promise<SdkError | undefined> {
    let answer: Uint8Array;
    try {
      answer = await this.#options.bus.request(staySubject(to.stayId), bytes, { timeoutMs: ASK_TIMEOUT_MS });
    } catch (caught) {
      return SdkError.from(caught, 'unavailable');
    }
    readReply(answer);
    return undefined;
  }

  /** Tries have to bear a number, so that one whose answer was lost is not taken twice. */
  #numbered(from: Sender, number: number): [Sender, number] {
    if (number > 0) return [from, number];
    const own = (this.#numbers.get(from.stayId) ?? 0) + 1;
    this.#numbers.set(from.stayId, own);
    // Apart from the numbers that the sender gives itself, and from those of an instance it was at before.
    return [{ stayId: `${from.stayId}~${this.#options.instanceId}`, info: from.info }, own];
  }
}

/** Id of the peer that a message is from. */
function senderOf({ notification }: SignalingNotification): string {
  switch (notification.case) {
    case 'offer':
    case 'answer':
    case 'iceCandidate':
      return notification.value.fromPeerId;
    case 'peerDisconnected':
      return notification.value.peerId;
    default:
      return '';
  }
}

function encode(instanceId: string, from: Sender, { number, notification }: Message): Uint8Array {
  const value = { fromStayId: from.stayId, from: from.info, number: BigInt(number), notification };
  const frame = create(ClusterStayRequestSchema, { instanceId, request: { case: 'delivery', value } });
  return toBinary(ClusterStayRequestSchema, frame);
}

function unsure({ info }: RemoteMember): SdkError {
  return new SdkError('deadline-exceeded', `nobody knows whether ${info.peerId} got it: its server does not answer`);
}

function unreachable({ info }: RemoteMember): SdkError {
  return new SdkError('unavailable', `the server of ${info.peerId} cannot be reached; send it again`);
}
