import { create } from '@bufbuild/protobuf';
import { type ClusterStay, ClusterStaySchema } from '@remotemedia/protocol/cluster';
import type { KeptEntry } from '../hub/journal.ts';
import { sizeBytesOf } from '../hub/notices.ts';
import { Roster } from '../hub/roster.ts';
import { TakenNumbers } from '../hub/taken-numbers.ts';
import type { HeldCopy } from './held-copies.ts';
import type { LocalMember } from './local-member.ts';
import { encodeEntry, encodeHead } from './stay-codec.ts';

/** About how many bytes of entries go in one frame; together with the head less than the bus carries. */
const MAX_PART_BYTES = 400_000;

/** A copy of a stay of this instance as it is now. */
export function copyOf({ stay, epoch, enteredAtMs, replaces }: LocalMember, home: string): HeldCopy {
  const snapshot = stay.snapshot(epoch);
  const { stayId, secret, room, info, address, grant, firstSeq, nextSeq, entries, taken: list } = snapshot;
  const taken = new TakenNumbers();
  for (const [sender, number] of list) taken.take(sender, number);
  const head = { secret, room, info, address, grant, firstSeq, taken: [], known: [], enteredAtMs, replaces };
  return {
    stayId,
    home,
    epoch,
    head,
    entries: [...entries],
    nextSeq,
    isCut: false,
    taken,
    known: new Roster(snapshot.known),
  };
}

/** The part of a copy that begins with number `fromSeq` (0: the beginning), as long as a frame may be. */
export function partFrom(copy: HeldCopy, fromSeq: number): ClusterStay {
  const { stayId, epoch, head, nextSeq, taken, known } = copy;
  const rest = copy.entries.filter(({ seq }) => seq >= fromSeq);
  const entries = fitting(rest);
  const last = entries.at(-1);
  const isFresh = fromSeq === 0;
  return create(ClusterStaySchema, {
    stayId,
    epoch: BigInt(epoch),
    isFresh,
    head: encodeHead({ ...head, taken: isFresh ? taken.list() : [], known: known.ids }),
    oldestSeq: BigInt(copy.entries[0]?.seq ?? nextSeq),
    entries: entries.map(encodeEntry),
    nextSeq: BigInt(last ? last.seq + 1 : nextSeq),
    isCut: entries.length < rest.length,
  });
}

function fitting(entries: readonly KeptEntry[]): readonly KeptEntry[] {
  let sizeBytes = 0;
  const end = entries.findIndex(({ notification }, index) => {
    sizeBytes += sizeBytesOf(notification);
    return index > 0 && sizeBytes > MAX_PART_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
