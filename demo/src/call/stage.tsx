import { usePeers } from '@remotemedia/react';
import type { CSSProperties, ReactElement } from 'react';
import { PeerTile } from './peer-tile.tsx';
import { SelfTile } from './self-tile.tsx';
import { useCall } from './use-call.ts';
import { TILE_GAP, useTileGrid } from './use-tile-grid.ts';

/** Everybody in the room, as large as fits. */
export function Stage(): ReactElement {
  const { transport } = useCall();
  const peers = usePeers(transport);
  const { ref, layout } = useTileGrid(peers.length + 1);
  const style = {
    '--tile-width': `${layout.tileWidth}px`,
    '--tile-height': `${layout.tileHeight}px`,
    '--tile-gap': `${TILE_GAP}px`,
  } as CSSProperties;
  return (
    <ul ref={ref} className="stage" style={style} aria-label="People in this room">
      <SelfTile />
      {peers.map((peer) => (
        <PeerTile key={peer.id} peer={peer} />
      ))}
    </ul>
  );
}
