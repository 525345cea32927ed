import { WebRtcTransport } from '@remotemedia/sdk';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { Conference, LobbyReason } from '../conference/conference.ts';
import { readPreferences } from '../page/preferences.ts';
import { CopyLink } from '../ui/copy-link.tsx';
import { DevicePickers } from '../ui/device-pickers.tsx';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { useLocalMedia } from '../ui/use-local-media.ts';
import { useTitle } from '../ui/use-title.ts';
import { CaptureHelp } from './capture-help.tsx';
import { JoinForm } from './join-form.tsx';
import { Preview } from './preview.tsx';

/** What {@link Lobby} shows. */
export interface LobbyProps {
  /** The visit. */
  readonly conference: Conference;
  /** Name from the address, empty without. */
  readonly initialName: string;
  /** Why the person is here; none while the room is being entered. */
  readonly reason: LobbyReason | undefined;
}

/** Before and after the call: see yourself, choose devices, say who you are. */
export function Lobby({ conference, initialName, reason }: LobbyProps): ReactElement {
  const { media, room, link } = conference;
  const view = useLocalMedia(media);
  const { state } = view;
  const [linkShown, setLinkShown] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Joining loads it anyway, and says what went wrong.
    WebRtcTransport.preload().catch(() => {});
  }, []);
  const left = reason?.kind === 'left';
  useTitle(`${room} · RemoteMedia`);
  useEffect(() => {
    // Whoever comes out of a call finds the keyboard here and not at the top of an empty page.
    if (reason && reason.kind !== 'arrived') heading.current?.focus();
  }, [reason]);
  return (
    <div className="lobby" data-testid="lobby">
      <header className="lobby-header">
        <Mark />
        <nav aria-label="Other pages">
          <a href="/codecs.html">Codecs</a>
          <a href="/pipelines.html">Pipelines</a>
          <a href="/">New room</a>
        </nav>
      </header>
      <main className="lobby-main">
        <Preview media={media} state={state} />
        <section className="lobby-side" aria-labelledby="room-name">
          <p className="eyebrow">{left ? 'You have left' : 'Ready to join?'}</p>
          <h1 id="room-name" ref={heading} tabIndex={-1}>
            {room}
          </h1>
          <div className="lobby-invite">
            <p>{left ? 'The door is still open.' : 'Whoever has the link can come in.'}</p>
            <CopyLink link={link} onRefused={() => setLinkShown(true)} />
          </div>
          {linkShown && <output className="link-text">{link}</output>}
          {reason?.kind === 'failed' && (
            <div className="callout callout-alert" role="alert" data-testid="lobby-error">
              <Icon name="warning" />
              <p>
                <strong>{reason.words.title}.</strong> {reason.words.hint}
              </p>
            </div>
          )}
          <JoinForm
            initialName={initialName || readPreferences().displayName}
            busy={!reason}
            verb={left ? 'Rejoin' : 'Join'}
            onJoin={(name) => void conference.join(name)}
            onCancel={() => conference.cancel()}
          />
          <CaptureHelp state={state} />
          <div className="lobby-devices">
            <DevicePickers view={view} place="lobby" />
          </div>
        </section>
      </main>
      <footer className="lobby-footer">Sound, picture and chat go straight from browser to browser, encrypted.</footer>
    </div>
  );
}
