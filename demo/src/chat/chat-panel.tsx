import { type KeyboardEvent, type ReactElement, useEffect } from 'react';
import { Icon } from '../ui/icon.tsx';
import { ChatComposer } from './chat-composer.tsx';
import { ChatLog } from './chat-log.tsx';
import { useChat } from './use-chat.ts';

/** The conversation, beside the call or over it. */
export function ChatPanel(): ReactElement {
  const { messages, write, close } = useChat();
  // Back to the button that opened the panel, or the keyboard would start at the top of the page.
  useEffect(() => () => document.querySelector<HTMLElement>('[data-testid="chat-toggle"]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
  };
  return (
    <aside className="chat" aria-labelledby="chat-title" onKeyDown={onKeyDown}>
      <header className="chat-header">
        <h2 id="chat-title">Chat</h2>
        <button type="button" className="control control-plain control-small" aria-label="Close chat" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <ChatLog messages={messages} />
      <ChatComposer onWrite={write} />
    </aside>
  );
}
