import { type ContextKey, createContextKey } from '@connectrpc/connect';

/** Where a call comes from; the HTTP front end puts it into the context of each call. */
export const REMOTE_ADDRESS: ContextKey<string> = createContextKey('unknown', { description: 'remote address' });
