/** A line of chat. */
export interface ChatWireMessage {
  /** Tells it from the other messages. */
  readonly type: 'chat';
  /** 1…{@link MAX_CHAT_LENGTH} characters. */
  readonly text: string;
}

/** Which of the sender's devices are on. */
export interface MediaWireMessage {
  /** Tells it from the other messages. */
  readonly type: 'media';
  /** Whether the sender can be heard. */
  readonly audio: boolean;
  /** Whether the sender can be seen. */
  readonly video: boolean;
}

/** What the demo's pages say to each other over the data channel, as JSON. */
export type WireMessage = ChatWireMessage | MediaWireMessage;

/** Longest line of chat, in UTF-16 code units. */
export const MAX_CHAT_LENGTH = 2000;
/** Longest message that is read at all; JSON may write a character as six. */
const MAX_JSON_LENGTH = 6 * MAX_CHAT_LENGTH + 100;

/** Makes the text that goes over the wire. */
export function formatMessage(message: WireMessage): string {
  return JSON.stringify(message);
}

/**
 * Reads what a peer sent. A peer may send anything: what is not exactly one of our messages is `undefined`, and a
 * chat line that is too long is cut.
 */
export function parseMessage(data: string | Uint8Array): WireMessage | undefined {
  if (typeof data !== 'string' || data.length > MAX_JSON_LENGTH) return undefined;
  const value = parseJson(data);
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, text, audio, video } = value as Record<string, unknown>;
  if (type === 'chat' && typeof text === 'string' && text.trim() !== '') {
    return { type, text: text.slice(0, MAX_CHAT_LENGTH) };
  }
  if (type === 'media' && typeof audio === 'boolean' && typeof video === 'boolean') return { type, audio, video };
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
