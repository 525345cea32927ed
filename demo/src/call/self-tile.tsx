import { type ReactElement, useMemo } from 'react';
import { isAudible } from '../conference/local-media.ts';
import { useSpeaking } from '../ui/use-speaking.ts';
import { useStore } from '../ui/use-store.ts';
import { Tile } from './tile.tsx';
import { useCall } from './use-call.ts';

/** This person as others see them, mirrored and silent. */
export function SelfTile(): ReactElement {
  const { transport, media, sound, treated } = useCall();
  const state = useStore(media.state);
  const shown = useStore(treated);
  const { camera, microphone } = state;
  const audible = isAudible(state);
  const speaking = useSpeaking(audible && microphone.kind === 'on' ? microphone.track : undefined);
  const tracks = useMemo(
    () => (camera.kind === 'on' ? [shown.get(camera.track) ?? camera.track] : []),
    [camera, shown],
  );
  return (
    <Tile
      peerId={transport.peerId}
      name={transport.displayName}
      self
      audio={audible}
      video={camera.kind === 'on'}
      speaking={speaking}
      state="connected"
      tracks={tracks}
      sound={sound}
    />
  );
}
