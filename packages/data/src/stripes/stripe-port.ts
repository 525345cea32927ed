import type { Undo } from '@remotemedia/base';
import type { JsonValue } from '../lane-message.ts';

/** What stripes need of the connection to a peer that exists; mesh's `Peer` has most of it. */
export interface StripePort {
  /** Small messages to the peer, over the connection that exists. */
  readonly control: {
    send(topic: string, body: JsonValue): void;
    on(topic: string, listener: (body: JsonValue) => void): Undo;
  };
  /** Another connection with the settings of the one that exists; the stripes close it. */
  createConnection(): RTCPeerConnection;
}
