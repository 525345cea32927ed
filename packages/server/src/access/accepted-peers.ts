import { SdkError } from '@remotemedia/base';
import type { Grant } from './grant.ts';
import { isPeerEntry, PeerList, type PeerRules } from './peer-list.ts';

/** Keys of a peer's metadata with the peers that it lets call it, and those that it does not: a comma list of ids and prefixes with `*`. */
export const ALLOW_FROM_METADATA_KEY: string = 'allow_from';
/** See {@link ALLOW_FROM_METADATA_KEY}. */
export const DENY_FROM_METADATA_KEY: string = 'deny_from';
/** Most entries of each list: as many as fit in metadata, roughly. */
const MAX_ENTRIES = 64;

/**
 * Whose messages a peer accepts, after its token (`allow_from`, `deny_from`) and its metadata (the same names). Both must
 * let a sender through.
 *
 * @returns `undefined` for everyone's
 * @throws {SdkError} `invalid-argument` for metadata of the wrong form
 */
export function acceptedPeers(grant: Grant, metadata: Readonly<Record<string, string>>): PeerList | undefined {
  const rules: PeerRules[] = [];
  if (grant.allowFrom || grant.denyFrom) rules.push({ allow: grant.allowFrom, deny: grant.denyFrom });
  const allow = entriesOf(ALLOW_FROM_METADATA_KEY, metadata);
  const deny = entriesOf(DENY_FROM_METADATA_KEY, metadata);
  if (allow || deny) rules.push({ allow, deny });
  return rules.length > 0 ? new PeerList(...rules) : undefined;
}

/** An absent list is no list; an empty one lets nobody through. */
function entriesOf(key: string, metadata: Readonly<Record<string, string>>): string[] | undefined {
  if (!Object.hasOwn(metadata, key)) return undefined;
  const text = metadata[key] ?? '';
  const entries = text.trim() === '' ? [] : text.split(',', MAX_ENTRIES + 1).map((entry) => entry.trim());
  if (entries.length <= MAX_ENTRIES && entries.every(isPeerEntry)) return entries;
  const expected = `a comma list of ${MAX_ENTRIES} peer ids or prefixes with * at the most`;
  throw new SdkError('invalid-argument', `the metadata ${key} must be ${expected}`);
}
