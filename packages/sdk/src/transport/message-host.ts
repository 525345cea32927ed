import type { Undo } from '@remotemedia/base';
import type { LaneMessage, RequestHandler } from '@remotemedia/data';
import type { Mesh } from '@remotemedia/mesh';
import { SessionHost } from '../session/session-host.ts';
import type { AskOptions, BroadcastOptions, SendOptions, TransportMessage } from './transport-events.ts';

/** The part of a transport that has to do with messages. */
export abstract class MessageHost<Events> extends SessionHost<Events> {
  readonly #mesh: () => Mesh;

  /** @param mesh what carries messages; asked for when it is needed */
  protected constructor(mesh: () => Mesh) {
    super({ send: (peerId, data, options) => mesh().send(peerId, data, options) });
    this.#mesh = mesh;
  }

  /** Refuses what is done to a closed transport. @throws {SdkError} `failed-precondition` */
  protected abstract checkOpen(what: string): void;

  /**
   * Sends a message to one peer, once it is connected and after what was sent before. Resolves when the browser
   * has taken it, which is later while much is waiting.
   *
   * @throws {SdkError} `not-found`, `out-of-range` when it is longer than the peer accepts, `resource-exhausted`
   *   when too many messages wait for this peer already, `cancelled` when the connection ends first, `failed-precondition`
   */
  async sendToPeer(peerId: string, data: TransportMessage, options?: SendOptions): Promise<void> {
    this.checkOpen('sendToPeer');
    await this.#mesh().send(peerId, data, options);
  }

  /**
   * Asks a peer something and waits for its answer.
   *
   * @param method what {@link WebRtcTransport.handle} named it at the other side, 1–64 characters
   * @throws {SdkError} the error of the other side's handler, `unimplemented` when it has none, `deadline-exceeded`
   *   (10 s unless `timeoutMs` says otherwise), `not-found`, `cancelled`
   */
  async request(peerId: string, method: string, data: TransportMessage, options?: AskOptions): Promise<LaneMessage> {
    this.checkOpen('request');
    return this.#mesh().request(peerId, method, data, options);
  }

  /**
   * Answers requests of the others, until the returned function is called. What `handler` returns is the answer; an
   * `SdkError` that it throws reaches the other side with its code, anything else as `internal`.
   *
   * @throws {SdkError} `already-exists` when the method has a handler, `invalid-argument`
   */
  handle(method: string, handler: RequestHandler): Undo {
    this.checkOpen('handle');
    return this.#mesh().handle(method, handler);
  }

  /**
   * Sends a message to everyone who is here now but those in `exclude`, to those still connecting once they are
   * connected. One that cannot be reached does not keep the others from getting it.
   *
   * @returns the ids of those it was sent to
   * @throws {SdkError} when it could be sent to none of them: why not to the first
   */
  async broadcast(data: TransportMessage, options: BroadcastOptions = {}): Promise<readonly string[]> {
    this.checkOpen('broadcast');
    const { exclude = [], ...rest } = options;
    const ids = this.#mesh().peers.flatMap(({ id }) => (exclude.includes(id) ? [] : [id]));
    const outcomes = await Promise.allSettled(ids.map((id) => this.#mesh().send(id, data, rest)));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure && outcomes.every(({ status }) => status === 'rejected')) throw failure.reason;
    return ids.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  }
}
