import { create } from '@bufbuild/protobuf';
import { type IceServers, IceServersSchema } from '@remotemedia/protocol/webrtc';
import type { IceServersOffer } from '../turn/ice-servers-offer.ts';

/** The servers as a message. */
export function iceServersMessage({ iceServers, expiresInMs }: IceServersOffer): IceServers {
  const servers = iceServers.map(({ urls, username = '', credential = '' }) => ({
    urls: [...urls],
    username,
    credential,
  }));
  return create(IceServersSchema, { servers, expiresInMs });
}
