import { type ReactElement, useEffect, useRef } from 'react';
import type { ChatMessage } from '../conference/chat.ts';

/** How far from the end, in CSS pixels, still counts as being at the end. */
const NEAR_END = 80;
/** Lines of one person within this time stand under one name, in milliseconds. */
const TOGETHER_MS = 120_000;

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** All lines; it follows the newest unless the reader has scrolled back. */
export function ChatLog({ messages }: { readonly messages: readonly ChatMessage[] }): ReactElement {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const newest = messages.at(-1);
  useEffect(() => {
    const element = log.current;
    if (element && newest && (atEnd.current || newest.own)) element.scrollTop = element.scrollHeight;
  }, [newest]);
  const onScroll = () => {
    const element = log.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
  };
  return (
    <div
      ref={log}
      className="chat-log"
      data-testid="chat-log"
      role="log"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
    >
      {messages.length === 0 && (
        <p className="chat-empty">
          No messages yet. What you write is seen by everybody who is in the room now, and kept nowhere.
        </p>
      )}
      {messages.map((message, index) => (
        <ChatLine key={message.id} message={message} follows={isSameTurn(messages[index - 1], message)} />
      ))}
    </div>
  );
}

function ChatLine({ message, follows }: { readonly message: ChatMessage; readonly follows: boolean }): ReactElement {
  const { from, name, own, text, at, delivery } = message;
  return (
    <div className="chat-message" data-testid="chat-message" data-from={from} data-own={own} data-follows={follows}>
      <p className={follows ? 'visually-hidden' : 'chat-meta'}>
        <span className="chat-name">{own ? 'You' : name}</span>{' '}
        <time dateTime={at.toISOString()}>{TIME.format(at)}</time>
      </p>
      <p className="chat-text" dir="auto">
        {text}
      </p>
      {delivery === 'failed' && <p className="chat-failed">Not delivered to everybody</p>}
    </div>
  );
}

function isSameTurn(before: ChatMessage | undefined, message: ChatMessage): boolean {
  return before?.from === message.from && message.at.getTime() - before.at.getTime() < TOGETHER_MS;
}
