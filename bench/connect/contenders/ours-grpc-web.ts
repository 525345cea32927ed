import { createGrpcWebChannel } from '@remotemedia/sdk/signaling';
import { contenderWith } from './ours.ts';

/** The same over gRPC-Web, which is the choice over TLS. */
export const { host, join } = contenderWith((url) => createGrpcWebChannel(url));
