import { useCall } from '../call/use-call.ts';
import type { ChatMessage } from '../conference/chat.ts';
import { useStore } from '../ui/use-store.ts';

/** The conversation as components see it. */
export interface ChatView {
  /** All lines, oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Sends a line to everybody. */
  readonly write: (text: string) => void;
  /** Closes the panel. */
  readonly close: () => void;
}

/** The conversation of the call around this component. */
export function useChat(): ChatView {
  const { chat, transport } = useCall();
  return {
    messages: useStore(chat.messages),
    write: (text) => void chat.write(transport.peerId, transport.displayName, text),
    close: () => chat.setOpen(false),
  };
}
