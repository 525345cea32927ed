import type { Presence } from '../peer-info.ts';

/** What `PeerState`'s numbers 0 to 3 stand for; 0 says nothing, which is as good as available. */
export const PRESENCES: readonly (Presence | undefined)[] = [undefined, 'available', 'busy', 'away'];
