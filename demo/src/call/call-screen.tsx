import { canShareScreen } from '@remotemedia/sdk/media';
import { type ReactElement, useEffect } from 'react';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { UnreadAnnouncer } from '../chat/unread-announcer.tsx';
import type { Call } from '../conference/call.ts';
import { isAudible, isVisible } from '../conference/local-media.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { useStore } from '../ui/use-store.ts';
import { useTitle } from '../ui/use-title.ts';
import { CallHeader } from './call-header.tsx';
import { Controls } from './controls.tsx';
import { Invite } from './invite.tsx';
import { NoticeList } from './notice-list.tsx';
import { SoundPrompt } from './sound-prompt.tsx';
import { Stage } from './stage.tsx';
import { CallContext } from './use-call.ts';

/** What {@link CallScreen} shows. */
export interface CallScreenProps {
  /** The call. */
  readonly call: Call;
  /** The link that brings others here. */
  readonly link: string;
  /** Leaves the room. */
  readonly onLeave: () => void;
}

/** Below this width the chat covers the call; the style sheet has the same number. */
const NARROW = '(max-width: 760px)';

/** The call. */
export function CallScreen({ call, link, onLeave }: CallScreenProps): ReactElement {
  const { chat, media, screen, sound, transport } = call;
  const chatOpen = useStore(chat.open);
  const unread = useStore(chat.unread);
  const covered = useMediaQuery(NARROW) && chatOpen;
  useTitle(`${unread > 0 ? `(${unread}) ` : ''}${transport.room} · RemoteMedia`);
  useShortcuts({
    m: () => void media.setMuted(isAudible(media.state.get())),
    v: () => void media.setCamera(!isVisible(media.state.get())),
    s: () => {
      if (canShareScreen()) void screen.toggle();
    },
    c: () => chat.setOpen(!chat.open.get()),
  });
  // Any click or key is the permission for sound that a browser may have been waiting for.
  useEffect(() => {
    const enable = () => void sound.enable();
    addEventListener('pointerup', enable);
    return () => removeEventListener('pointerup', enable);
  }, [sound]);
  return (
    <CallContext value={call}>
      <div className="call" data-testid="call" data-chat={chatOpen}>
        <div className="call-column" inert={covered}>
          <CallHeader link={link} />
          <main className="call-main" aria-label="Call">
            <Stage />
            <Invite link={link} />
          </main>
          <SoundPrompt />
          <Controls onLeave={onLeave} />
        </div>
        {chatOpen && <ChatPanel />}
        <NoticeList />
        <UnreadAnnouncer />
      </div>
    </CallContext>
  );
}
