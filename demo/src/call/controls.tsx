import type { ReactElement } from 'react';
import { CaptureToggles } from '../ui/capture-toggles.tsx';
import { Icon } from '../ui/icon.tsx';
import { useStore } from '../ui/use-store.ts';
import { SETTINGS_ID, Settings } from './settings.tsx';
import { ShareButton } from './share-button.tsx';
import { useCall } from './use-call.ts';

/** What {@link Controls} does. */
export interface ControlsProps {
  /** Leaves the room. */
  readonly onLeave: () => void;
}

/** The buttons of the call. */
export function Controls({ onLeave }: ControlsProps): ReactElement {
  const { media, chat } = useCall();
  const state = useStore(media.state);
  const chatOpen = useStore(chat.open);
  const unread = useStore(chat.unread);
  return (
    <footer className="call-footer">
      <fieldset className="controls">
        <legend className="visually-hidden">Call controls</legend>
        <CaptureToggles media={media} state={state} testIds={{ microphone: 'mute', camera: 'camera' }} />
        <ShareButton />
        <button
          type="button"
          className="control control-plain"
          data-testid="settings"
          popoverTarget={SETTINGS_ID}
          aria-label="Settings"
          data-tip="Devices and effects"
        >
          <Icon name="settings" />
        </button>
        <button
          type="button"
          className="control control-plain"
          data-testid="chat-toggle"
          aria-pressed={chatOpen}
          aria-keyshortcuts="C"
          aria-label={unread > 0 ? `Chat, ${unread} unread` : 'Chat'}
          data-tip="Chat (C)"
          onClick={() => chat.setOpen(!chatOpen)}
        >
          <Icon name="chat" />
          {unread > 0 && <span className="control-badge">{unread > 99 ? '99+' : unread}</span>}
        </button>
        <button
          type="button"
          className="control control-leave"
          data-testid="leave"
          aria-label="Leave the room"
          data-tip="Leave the room"
          onClick={onLeave}
        >
          <Icon name="leave" />
          <span className="control-word">Leave</span>
        </button>
      </fieldset>
      <Settings />
    </footer>
  );
}
