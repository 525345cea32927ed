import { WebSocket } from 'ws';

/**
 * A WebSocket that says when it is about to close, whoever began it: the close frame is the last that may be sent, so
 * what waits has to go first.
 */
export class AnnouncedClose extends WebSocket {
  /** Called before each close frame. */
  beforeClose: () => void = () => {};

  /** Closes, see `ws`. Called by `ws` itself to answer a client's close frame, or a frame that breaks the protocol. */
  override close(code?: number, data?: string | Buffer): void {
    this.beforeClose();
    super.close(code, data);
  }
}
