import { type FormEvent, type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { MAX_CHAT_LENGTH } from '../conference/wire-messages.ts';
import { Icon } from '../ui/icon.tsx';

/** Where one writes: Enter sends, Shift and Enter make a new line. */
export function ChatComposer({ onWrite }: { readonly onWrite: (text: string) => void }): ReactElement {
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!input.current) return;
    onWrite(input.current.value);
    input.current.value = '';
    input.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  return (
    <form ref={form} className="chat-composer" onSubmit={submit}>
      <textarea
        ref={input}
        data-testid="chat-input"
        rows={1}
        maxLength={MAX_CHAT_LENGTH}
        placeholder="Message everybody"
        aria-label="Message everybody"
        enterKeyHint="send"
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="control control-accent" data-testid="chat-send" aria-label="Send">
        <Icon name="send" />
      </button>
    </form>
  );
}
