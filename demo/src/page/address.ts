import type { SignalingChannel } from '@remotemedia/sdk';
import { createGrpcWebChannel } from '@remotemedia/sdk/signaling';
import { friendlyRoomName } from './room-name.ts';

/** What the address bar says. */
export interface Address {
  /** Room of the path `/r/<room>`, or a new friendly name when there is none. */
  readonly room: string;
  /** Name from `?name=`, empty without. */
  readonly displayName: string;
  /** `?autojoin=1`: enter the room without the lobby. */
  readonly autojoin: boolean;
  /** `?signaling=ws` or `?signaling=grpc-web`: speak only that with the server. */
  readonly signaling: 'auto' | 'ws' | 'grpc-web';
}

/** Longest name of a person, in characters. */
export const MAX_NAME_LENGTH = 40;

const ROOM_PATH = /^\/r\/([^/]+)\/?$/;

/** Reads an address. Whatever a room cannot be named is put right, so that a mistyped link still leads somewhere. */
export function readAddress(url: URL): Address {
  const named = ROOM_PATH.exec(url.pathname)?.[1] ?? '';
  return {
    room: roomFrom(named) || friendlyRoomName(),
    displayName: (url.searchParams.get('name') ?? '').trim().slice(0, MAX_NAME_LENGTH),
    autojoin: url.searchParams.get('autojoin') === '1',
    signaling: protocolOf(url.searchParams.get('signaling')),
  };
}

/** The link that brings others into the room; it carries nothing else of this address. */
export function roomLink(origin: string, room: string): string {
  return `${origin}/r/${encodeURIComponent(room)}`;
}

/** The way to the serving server: the SDK's own choice, or the protocol that the address asks for. */
export function signalingOf(origin: string, { signaling }: Pick<Address, 'signaling'>): string | SignalingChannel {
  if (signaling === 'grpc-web') return createGrpcWebChannel(origin);
  return signaling === 'ws' ? `${origin.replace(/^http/, 'ws')}/ws` : origin;
}

function protocolOf(wish: string | null): Address['signaling'] {
  return wish === 'ws' || wish === 'grpc-web' ? wish : 'auto';
}

/** Accents go; a name in another script keeps its percent-encoding, or all such rooms would be one. */
function roomFrom(encoded: string): string {
  const plain = decode(encoded).normalize('NFKD').replace(/\p{M}/gu, '');
  const spelled = /[^\P{L}A-Za-z]/u.test(plain) ? encodeURIComponent(plain) : plain;
  return spelled
    .replace(/[^\w.:@-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
