import type { MessageInitShape } from '@bufbuild/protobuf';
import { create, toBinary } from '@bufbuild/protobuf';
import type { Undo } from '@remotemedia/base';
import {
  type ClusterCopies,
  type ClusterReply,
  type ClusterRequest,
  ClusterRequestSchema,
  type ClusterRoom,
  type ClusterStay,
} from '@remotemedia/protocol/cluster';
import type { Bus } from '../bus/bus.ts';
import type { Adoptions } from './adoptions.ts';
import { decode, done, encodeReply } from './frames.ts';
import type { HeldCopies } from './held-copies.ts';
import type { LocalStays } from './local-stays.ts';
import type { RoomViews } from './room-views.ts';
import { inFrames } from './rooms-frames.ts';
import { instanceSubject, isName } from './subjects.ts';

/** Settings of an {@link InstanceDesk}. */
export interface InstanceDeskOptions {
  /** Name of this instance. */
  readonly instanceId: string;
  /** Carries the questions. */
  readonly bus: Bus;
  /** The rooms. */
  readonly views: RoomViews;
  /** Copies that this instance has. */
  readonly held: HeldCopies;
  /** Stays that this instance takes over. */
  readonly adoptions: Adoptions;
  /** Stays of this instance. */
  readonly locals: LocalStays;
}

/** Answers what other instances ask this one. */
export class InstanceDesk {
  readonly #options: InstanceDeskOptions;
  #unlisten: Undo = () => {};

  /** @param options see {@link InstanceDeskOptions} */
  constructor(options: InstanceDeskOptions) {
    this.#options = options;
  }

  /** Begins to answer. */
  open(): void {
    const { bus, instanceId } = this.#options;
    this.#unlisten = bus.subscribe(instanceSubject(instanceId), (bytes, answer) => this.#take(bytes, answer));
  }

  /** Answers no longer. */
  close(): void {
    this.#unlisten();
  }

  #take(bytes: Uint8Array, answer: ((bytes: Uint8Array) => void) | undefined): void {
    const frame = decode(ClusterRequestSchema, bytes);
    if (!frame || !isName(frame.instanceId)) return;
    const reply = this.#reply(frame);
    if (reply) answer?.(reply);
  }

  #reply({ instanceId, request }: ClusterRequest): Uint8Array | undefined {
    switch (request.case) {
      case 'probe':
        return done();
      case 'rooms':
        return this.#hearRooms(instanceId, request.value.rooms);
      case 'copies':
        return this.#hearCopies(instanceId, request.value);
      default:
        return undefined;
    }
  }

  #hearRooms(instanceId: string, rooms: readonly ClusterRoom[]): Uint8Array {
    const [first = [], ...more] = inFrames(this.#options.views.hear(instanceId, rooms));
    // What does not fit into the answer goes after it, as if it were asked.
    queueMicrotask(() => {
      for (const frame of more) this.#tell(instanceId, { case: 'rooms', value: { rooms: frame } });
    });
    return encodeReply({ case: 'rooms', value: { $typeName: 'remotemedia.v1.ClusterRooms', rooms: first } });
  }

  #hearCopies(instanceId: string, { stays, droppedStayIds }: ClusterCopies): Uint8Array {
    const { held, adoptions } = this.#options;
    const missing = stays.filter((stay) => !this.#hearCopy(instanceId, stay)).map(({ stayId }) => stayId);
    for (const stayId of droppedStayIds) held.drop(stayId, instanceId);
    for (const { stayId, isBequest, isCut } of stays) {
      const copy = isBequest && !isCut ? held.find(stayId) : undefined;
      if (copy) void adoptions.adopt(copy);
    }
    const reply: ClusterReply['reply'] = {
      case: 'missing',
      value: { $typeName: 'remotemedia.v1.ClusterMissing', stayIds: missing },
    };
    return missing.length > 0 ? encodeReply(reply) : done();
  }

  /** @returns whether it was of use */
  #hearCopy(instanceId: string, stay: ClusterStay): boolean {
    const { locals, views, held } = this.#options;
    const local = locals.find(stay.stayId);
    if (!local) return held.hear(instanceId, stay);
    // Its home does not know yet that it is here now.
    views.publish(local);
    return false;
  }

  #tell(instanceId: string, request: MessageInitShape<typeof ClusterRequestSchema>['request']): void {
    const frame = create(ClusterRequestSchema, {
      instanceId: this.#options.instanceId,
      ...(request ? { request } : {}),
    });
    this.#options.bus.publish(instanceSubject(instanceId), toBinary(ClusterRequestSchema, frame));
  }
}
