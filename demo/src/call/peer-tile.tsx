import { usePeer } from '@remotemedia/react';
import type { Peer } from '@remotemedia/sdk';
import { type ReactElement, useMemo } from 'react';
import { nameOf } from '../conference/call.ts';
import { useSpeaking } from '../ui/use-speaking.ts';
import { useStore } from '../ui/use-store.ts';
import { Tile } from './tile.tsx';
import { useCall } from './use-call.ts';

/** One of the others. What arrives counts; what the peer says can only take away from it. */
export function PeerTile({ peer }: { readonly peer: Peer }): ReactElement {
  const { sound, peersMedia } = useCall();
  const { state, tracks: remote } = usePeer(peer);
  const said = useStore(peersMedia).get(peer.id);
  const screen = said?.screen;
  const tracks = useMemo(
    () => remote.filter(({ stream }) => stream.id !== screen).map(({ track }) => track),
    [remote, screen],
  );
  const voice = tracks.find((track) => track.kind === 'audio');
  const audible = voice !== undefined && said?.audio !== false;
  const visible = tracks.some((track) => track.kind === 'video') && said?.video !== false;
  const speaking = useSpeaking(audible ? voice : undefined);
  return (
    <Tile
      peerId={peer.id}
      name={nameOf(peer)}
      self={false}
      audio={audible}
      video={visible}
      speaking={speaking}
      state={state.kind}
      tracks={tracks}
      sound={sound}
    />
  );
}
