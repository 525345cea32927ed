import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { isPeerId, isRoomName } from '@remotemedia/protocol';
import {
  type ClusterEntry,
  type ClusterEntrySchema,
  type ClusterGrant,
  type ClusterGrantSchema,
  type ClusterNames,
  type ClusterStayHead,
  ClusterStayHeadSchema,
  type ClusterTaken,
} from '@remotemedia/protocol/cluster';
import type { Grant } from '../access/grant.ts';
import type { KeptEntry, StaySnapshot } from '../hub/journal.ts';
import { toNumber } from './frames.ts';

/** All that a copy knows of a stay beside its entries. */
export interface StayHead
  extends Pick<StaySnapshot, 'secret' | 'room' | 'info' | 'address' | 'grant' | 'firstSeq' | 'taken' | 'known'> {
  /** When the peer asked to be let in, in milliseconds since 1970. */
  readonly enteredAtMs: number;
  /** Whether it took the place of an earlier stay of the same peer. */
  readonly replaces: boolean;
}

/** For the wire. */
export function encodeHead(head: StayHead): ClusterStayHead {
  const { secret, room, info, address, replaces } = head;
  const numbers = { firstSeq: BigInt(head.firstSeq), enteredAtMs: BigInt(head.enteredAtMs) };
  const [grant, taken] = [encodeGrant(head.grant), encodeTaken(head.taken)];
  const lists = { taken, knownPeerIds: [...head.known] };
  return create(ClusterStayHeadSchema, { secret, room, info, address, replaces, grant, ...lists, ...numbers });
}

/** From the wire; `undefined` for what can be no stay. */
export function decodeHead(head: ClusterStayHead): StayHead | undefined {
  const { secret, room, info, address, grant, replaces } = head;
  if (!info || !grant || secret === '' || !isRoomName(room) || !isPeerId(info.peerId)) return undefined;
  const numbers = { firstSeq: toNumber(head.firstSeq), enteredAtMs: toNumber(head.enteredAtMs) };
  const lists = { taken: decodeTaken(head.taken), known: head.knownPeerIds };
  return { secret, room, info, address, replaces, grant: decodeGrant(grant), ...lists, ...numbers };
}

/** For the wire. */
export function encodeEntry(entry: KeptEntry): MessageInitShape<typeof ClusterEntrySchema> {
  const { seq, notification, fromStayId, number } = entry;
  return { seq: BigInt(seq), notification, fromStayId, number: BigInt(number) };
}

/** From the wire; `undefined` for what can be no entry. */
export function decodeEntry({ seq, notification, fromStayId, number }: ClusterEntry): KeptEntry | undefined {
  if (!notification) return undefined;
  return { seq: toNumber(seq), notification, fromStayId, number: toNumber(number) };
}

function encodeTaken(taken: StaySnapshot['taken']): { stayId: string; highest: bigint; below: number[] }[] {
  const numbers = new Map<string, number[]>();
  for (const [stayId, number] of taken) {
    const known = numbers.get(stayId);
    if (known) known.push(number);
    else numbers.set(stayId, [number]);
  }
  return [...numbers].map(([stayId, all]) => {
    const highest = all.reduce((one, other) => Math.max(one, other));
    return { stayId, highest: BigInt(highest), below: all.filter((one) => one < highest).map((one) => highest - one) };
  });
}

function decodeTaken(taken: readonly ClusterTaken[]): [stayId: string, number: number][] {
  return taken.flatMap(({ stayId, highest, below }) => {
    const top = toNumber(highest);
    // In the order of the numbers: a window moves upwards.
    const numbers = [...below.map((by) => top - by), top].sort((one, other) => one - other);
    return numbers.map((number): [string, number] => [stayId, number]);
  });
}

function encodeGrant(grant: Grant): MessageInitShape<typeof ClusterGrantSchema> {
  const { subject, peerId, rooms, mayPublish, maySubscribe, allowFrom, denyFrom, expiresAtMs } = grant;
  return {
    mayPublish,
    maySubscribe,
    ...(subject === undefined ? {} : { subject }),
    ...(peerId === undefined ? {} : { peerId }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs: BigInt(Math.floor(expiresAtMs)) }),
    ...(rooms ? { rooms: { names: [...rooms] } } : {}),
    ...(allowFrom ? { allowFrom: { names: [...allowFrom] } } : {}),
    ...(denyFrom ? { denyFrom: { names: [...denyFrom] } } : {}),
  };
}

function decodeGrant({ subject, peerId, mayPublish, maySubscribe, expiresAtMs, ...lists }: ClusterGrant): Grant {
  const { rooms, allowFrom, denyFrom } = lists;
  return {
    subject,
    peerId,
    mayPublish,
    maySubscribe,
    rooms: namesOf(rooms),
    allowFrom: namesOf(allowFrom),
    denyFrom: namesOf(denyFrom),
    expiresAtMs: expiresAtMs === undefined ? undefined : toNumber(expiresAtMs),
  };
}

function namesOf(list: ClusterNames | undefined): readonly string[] | undefined {
  return list?.names;
}
