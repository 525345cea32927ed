import { create } from '@bufbuild/protobuf';
import { type AnnounceRequest, AnnounceRequestSchema } from '@remotemedia/protocol/webrtc';
import { toCapabilities } from './capabilities.ts';
import { type Params, text } from './params.ts';
import { toMetadata } from './user-data.ts';

/** The announcement that the parameters stand for. @throws {ParamsError} */
export function toAnnounce(params: Params): AnnounceRequest {
  return create(AnnounceRequestSchema, {
    peerId: text(params, 'peer_id'),
    capabilities: toCapabilities(params['capabilities']),
    metadata: toMetadata(params['user_data'], undefined),
  });
}
