import { create } from '@bufbuild/protobuf';
import { type AnnounceRequest, AnnounceRequestSchema, type PeerInfo } from '@remotemedia/protocol/webrtc';
import { isRecord, type Params, ParamsError, text } from './params.ts';

const CAPABILITIES = ['audio', 'video', 'data'] as const;

/** A peer as the `peer.*` dialect shows it to others. */
export interface PeerJson {
  /** Its id. */
  readonly peer_id: string;
  /** What it can do: any of `audio`, `video`, `data`. */
  readonly capabilities: readonly string[];
  /** What it said of itself. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The peer as JSON. */
export function peerJson({
  peerId,
  capabilities,
  metadata,
}: Pick<PeerInfo, 'peerId' | 'capabilities' | 'metadata'>): PeerJson {
  return { peer_id: peerId, capabilities: CAPABILITIES.filter((name) => capabilities?.[name]), metadata };
}

/** The announcement that the parameters stand for. @throws {ParamsError} */
export function toAnnounce(params: Params): AnnounceRequest {
  return create(AnnounceRequestSchema, {
    peerId: text(params, 'peer_id'),
    capabilities: toCapabilities(params['capabilities']),
    metadata: toMetadata(params['user_data']),
  });
}

function toCapabilities(value: unknown): { audio: boolean; video: boolean; data: boolean } {
  const has = (name: string): boolean => {
    if (Array.isArray(value)) return value.includes(name);
    return isRecord(value) && value[name] === true;
  };
  if (value !== undefined && value !== null && typeof value !== 'object') {
    throw new ParamsError('capabilities must be an array of strings');
  }
  return { audio: has('audio'), video: has('video'), data: has('data') };
}

function toMetadata(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new ParamsError('user_data must be an object');
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, typeof item === 'string' ? item : JSON.stringify(item)]),
  );
}
