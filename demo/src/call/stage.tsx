import { usePeers } from '@remotemedia/react';
import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { useStore } from '../ui/use-store.ts';
import { PeerTile } from './peer-tile.tsx';
import { ScreenTile } from './screen-tile.tsx';
import { SelfTile } from './self-tile.tsx';
import { useCall } from './use-call.ts';
import { TILE_GAP, useTileGrid } from './use-tile-grid.ts';

/** Everybody in the room, as large as fits, beside what is being shared. */
export function Stage(): ReactElement {
  const { transport, screens } = useCall();
  const peers = usePeers(transport);
  const shared = useStore(screens);
  return (
    <div className="stages" data-sharing={shared.length > 0}>
      {shared.length > 0 && (
        <Tiles label="Shared screens" count={shared.length}>
          {shared.map((screen) => (
            <ScreenTile key={screen.peer?.id ?? ''} screen={screen} />
          ))}
        </Tiles>
      )}
      <Tiles label="People in this room" count={peers.length + 1}>
        <SelfTile />
        {peers.map((peer) => (
          <PeerTile key={peer.id} peer={peer} />
        ))}
      </Tiles>
    </div>
  );
}

/** What {@link Tiles} lays out. */
interface TilesProps {
  /** What the list is of. */
  readonly label: string;
  /** How many tiles there are. */
  readonly count: number;
  /** The tiles. */
  readonly children: ReactNode;
}

function Tiles({ label, count, children }: TilesProps): ReactElement {
  const { ref, layout } = useTileGrid(count);
  const style = {
    '--tile-width': `${layout.tileWidth}px`,
    '--tile-height': `${layout.tileHeight}px`,
    '--tile-gap': `${TILE_GAP}px`,
  } as CSSProperties;
  return (
    <ul ref={ref} className="stage" style={style} aria-label={label}>
      {children}
    </ul>
  );
}
