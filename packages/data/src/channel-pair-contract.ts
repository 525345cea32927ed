/** Two ends of one data channel, for the tests that run over real and over made-up ones. */
export interface ChannelPair {
  readonly near: RTCDataChannel;
  readonly far: RTCDataChannel;
  /** Most bytes of a frame. */
  readonly maxMessageBytes: number;
  close(): void;
}

/** How a pair is made. */
export interface ChannelOptions {
  /** Unordered and without retransmission. */
  readonly isUnreliable?: boolean;
}

/** Real or made-up channels; both ends are open. */
export type OpenChannels = (options?: ChannelOptions) => Promise<ChannelPair>;
