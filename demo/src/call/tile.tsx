import { type ReactElement, useEffect } from 'react';
import type { Sound } from '../conference/sound.ts';
import { Icon } from '../ui/icon.tsx';
import { useStore } from '../ui/use-store.ts';
import { useVideo } from '../ui/use-video.ts';
import { useView } from '../ui/use-view.ts';
import { Avatar } from './avatar.tsx';
import { useCall } from './use-call.ts';

/** What {@link Tile} shows of a person. */
export interface TileProps {
  /** Name in the room. */
  readonly peerId: string;
  /** Name for people. */
  readonly name: string;
  /** Whether it is this person. */
  readonly self: boolean;
  /** Whether they can be heard. */
  readonly audio: boolean;
  /** Whether they can be seen. */
  readonly video: boolean;
  /** Whether they speak. */
  readonly speaking: boolean;
  /** Where the connection is in its life. */
  readonly state: 'connecting' | 'connected' | 'recovering' | 'closed';
  /** What is played; the same array until it changes. */
  readonly tracks: readonly MediaStreamTrack[];
  /** Plays it. */
  readonly sound: Sound;
}

const STATE_WORDS = {
  connecting: 'Connecting …',
  connected: '',
  recovering: 'Reconnecting …',
  closed: 'Gone',
} as const;

/** One person. */
export function Tile(props: TileProps): ReactElement {
  const { peerId, name, self, audio, video, speaking, state, tracks, sound } = props;
  const ref = useVideo(tracks, self ? undefined : sound);
  const { transport } = useCall();
  useView(ref, self ? undefined : transport);
  const speakerId = useStore(sound.speakerId);
  useEffect(() => {
    if (!self && ref.current) void sound.route(ref.current, speakerId);
  }, [self, ref, sound, speakerId]);
  return (
    <li
      className="tile"
      data-testid="tile"
      data-peer-id={peerId}
      data-name={name}
      data-self={self}
      data-state={state}
      data-speaking={speaking}
      data-audio={audio ? 'on' : 'off'}
      data-video={video ? 'on' : 'off'}
    >
      <Avatar name={name} />
      <video ref={ref} data-testid="tile-video" muted={self} playsInline aria-label={`Picture of ${name}`} />
      {STATE_WORDS[state] && <p className="tile-state">{STATE_WORDS[state]}</p>}
      <p className="tile-name">
        {!audio && (
          <span className="tile-muted">
            <Icon name="microphoneOff" />
            <span className="visually-hidden">Microphone off: </span>
          </span>
        )}
        <span className="tile-name-text">{self ? `${name} (you)` : name}</span>
      </p>
    </li>
  );
}
