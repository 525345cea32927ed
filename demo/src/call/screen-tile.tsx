import { type ReactElement, useEffect } from 'react';
import { nameOf } from '../conference/call.ts';
import type { SharedScreen } from '../conference/shared-screens.ts';
import { useStore } from '../ui/use-store.ts';
import { useVideo } from '../ui/use-video.ts';
import { useView } from '../ui/use-view.ts';
import { useCall } from './use-call.ts';

/** A screen that somebody shares, with nothing cut off. */
export function ScreenTile({ screen }: { readonly screen: SharedScreen }): ReactElement {
  const { sound, transport } = useCall();
  const { peer, tracks } = screen;
  const name = peer ? nameOf(peer) : undefined;
  const ref = useVideo(tracks, peer && sound);
  useView(ref, peer && transport);
  const speakerId = useStore(sound.speakerId);
  useEffect(() => {
    if (peer && ref.current) void sound.route(ref.current, speakerId);
  }, [peer, ref, sound, speakerId]);
  const words = name === undefined ? 'Your screen' : `Screen of ${name}`;
  return (
    <li className="tile tile-screen" data-testid="screen-tile" data-name={name ?? ''} data-own={name === undefined}>
      <video ref={ref} data-testid="screen-video" muted={!peer} playsInline aria-label={words} />
      <p className="tile-name">
        <span className="tile-name-text">{words}</span>
      </p>
    </li>
  );
}
