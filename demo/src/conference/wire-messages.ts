/** A line of chat. */
export type ChatWireMessage = {
  /** Tells it from the other messages. */
  readonly type: 'chat';
  /** 1…{@link MAX_CHAT_LENGTH} characters. */
  readonly text: string;
};

/** Which of the sender's devices are on. */
export type MediaWireMessage = {
  /** Tells it from the other messages. */
  readonly type: 'media';
  /** Whether the sender can be heard. */
  readonly audio: boolean;
  /** Whether the sender can be seen. */
  readonly video: boolean;
  /** Id of the stream that is the sender's screen; none while no screen is shared. */
  readonly screen?: string;
};

/** What the demo's pages say to each other, as JSON. */
export type WireMessage = ChatWireMessage | MediaWireMessage;

/** Longest line of chat, in UTF-16 code units. */
export const MAX_CHAT_LENGTH = 2000;

/**
 * Reads what a peer sent. A peer may send anything: what is not exactly one of our messages is `undefined`, and a
 * chat line that is too long is cut.
 */
export function readMessage(data: unknown): WireMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { type, text, audio, video, screen } = data as Record<string, unknown>;
  if (type === 'chat' && typeof text === 'string' && text.trim() !== '') {
    return { type, text: text.slice(0, MAX_CHAT_LENGTH) };
  }
  if (type === 'media' && typeof audio === 'boolean' && typeof video === 'boolean') {
    return { type, audio, video, ...(isStreamId(screen) && { screen }) };
  }
  return undefined;
}

/** Browsers make ids of 36 characters. */
function isStreamId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 64;
}
