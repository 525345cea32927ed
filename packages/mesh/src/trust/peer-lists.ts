import { SdkError } from '@remotemedia/base';

/** Which peers we connect to. Each entry is a peer id, or the beginning of one and `*`; `*` alone is everyone. */
export interface PeerLists {
  /** Only these. An empty list is nobody. @default everyone */
  readonly allowPeers?: readonly string[] | undefined;
  /** Not these, even if they are allowed. @default nobody */
  readonly denyPeers?: readonly string[] | undefined;
}

/** Form of an entry; the server's lists have the same. */
const ENTRY = /^(?:[\w.:@-]{1,64}|[\w.:@-]{0,64}\*)$/;
/** Most entries of one list. */
const MAX_ENTRIES = 1_000;

/**
 * Makes a test of two lists; later changes of the arrays change nothing. The ids are the ones that the signaling server
 * vouches for, so with a server that nobody trusts they say little without a room secret.
 *
 * @returns whether a peer of this id is let through
 * @throws {SdkError} `invalid-argument` for an entry of another form, or more than 1,000 of them
 */
export function peerLists({ allowPeers, denyPeers }: PeerLists): (id: string) => boolean {
  const allowed = allowPeers && matcher('allowPeers', allowPeers);
  const denied = denyPeers && matcher('denyPeers', denyPeers);
  return (id) => !denied?.(id) && (allowed?.(id) ?? true);
}

function matcher(field: string, entries: readonly string[]): (id: string) => boolean {
  const bad = entries.find((entry) => typeof entry !== 'string' || !ENTRY.test(entry));
  if (bad !== undefined || entries.length > MAX_ENTRIES) {
    const got = bad === undefined ? `${entries.length} entries` : JSON.stringify(bad).slice(0, 80);
    throw new SdkError(
      'invalid-argument',
      `${field} must hold at most ${MAX_ENTRIES} peer ids or beginnings of them with * at the end, got ${got}`,
    );
  }
  const ids = new Set(entries);
  const beginnings = entries.flatMap((entry) => (entry.endsWith('*') ? [entry.slice(0, -1)] : []));
  return (id) => ids.has(id) || beginnings.some((beginning) => id.startsWith(beginning));
}
