import { create } from '@bufbuild/protobuf';
import { SdkError, type Undo } from '@remotemedia/base';
import {
  type SubscribeReady,
  type SubscribeRequest,
  type SubscribeResponse,
  SubscribeResponseSchema,
} from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import type { ServerNews } from '../hub/server-news.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import type { Timing } from '../timing.ts';
import type { IceServersFor } from '../turn/ice-servers-offer.ts';
import { toSdkError } from './connect-errors.ts';
import { iceServersMessage } from './ice-servers.ts';
import type { SignsOfLife } from './signs-of-life.ts';

/** What a {@link SubscribeSession} needs of its surroundings. */
export interface SubscribeSessionOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** What clients are told about times. */
  readonly timing: Timing;
  /** Notices a client that vanished. */
  readonly signsOfLife: SignsOfLife;
  /** Which STUN and TURN servers a peer is told of. @default none */
  readonly iceServersFor?: IceServersFor | undefined;
  /** There may be something to {@link SubscribeSession.take}. */
  readonly onNews: () => void;
  /** The call is to end, with a status where there is a reason, after what can still be taken. */
  readonly onEnd: (reason: SdkError | undefined) => void;
}

/**
 * What one call of `WebRtcSignalingWeb.Subscribe` means, whatever carries it: a stay that outlives the call for a while,
 * so that another call can take it up.
 */
export class SubscribeSession implements Outlet {
  readonly #options: SubscribeSessionOptions;
  /** Waits to be sent ahead of everything else: the first message, and what the server itself has to say. */
  readonly #first = new Map<SubscribeResponse['event']['case'], SubscribeResponse>();
  #stay: Stay | undefined;
  #isReady = false;
  #isClosed = false;
  #stopWatch: Undo = () => {};

  /** @param options see {@link SubscribeSessionOptions} */
  constructor(options: SubscribeSessionOptions) {
    this.#options = options;
  }

  /**
   * Enters the room or takes the stay up again; a refusal ends the call. Never rejects.
   *
   * @param callerOf finds out who calls, or throws what the call is to end with
   */
  async open({ intent, firstOfferSdp }: SubscribeRequest, callerOf: () => Awaitable<Caller>): Promise<void> {
    try {
      if (intent.case === undefined) {
        throw new SdkError('invalid-argument', 'neither announce nor resume was asked for');
      }
      const { hub } = this.#options;
      const caller = await callerOf();
      if (intent.case === 'announce') {
        // Number 1 is the ready message, so the first notification is number 2.
        const how = { resumable: true, caller, firstSeq: 2, firstOfferSdp };
        const { stay, peers, offeredPeerId = '' } = await hub.enter(intent.value, how);
        stay.attach(this);
        this.#start(stay, 1n, { peers, offeredPeerId });
      } else {
        const { sessionToken, lastSeq } = intent.value;
        const stay = await hub.resume(sessionToken, Number(lastSeq), this, caller);
        this.#start(stay, 0n, { resumed: true });
      }
    } catch (caught) {
      this.#options.onEnd(toSdkError(caught));
    }
  }

  /** The next message for the client. */
  take(): SubscribeResponse | undefined {
    if (!this.#isReady) return undefined;
    const first = this.#first.get('ready') ?? this.#first.values().next().value;
    if (first) {
      this.#first.delete(first.event.case);
      return first;
    }
    const item = this.#stay?.take(this);
    if (!item) return undefined;
    const event = { case: 'notification', value: item.notification } as const;
    return { $typeName: 'remotemedia.v1.webrtc.SubscribeResponse', seq: BigInt(item.seq), event };
  }

  /** The call is over; the stay waits for another one. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    this.#stopWatch();
    this.#stay?.lose(this);
  }

  /** Called by the stay. */
  wake(): void {
    this.#options.onNews();
  }

  /** Called by the stay: the server itself has something to say. */
  tell(news: ServerNews): void {
    const event =
      news.type === 'move'
        ? ({ case: 'move', value: { deadlineMs: news.deadlineMs } } as const)
        : ({ case: 'iceServers', value: iceServersMessage(news) } as const);
    this.#first.set(event.case, create(SubscribeResponseSchema, { event }));
    this.#options.onNews();
  }

  /** Called by the stay, which is over or goes on elsewhere. */
  end(reason: SdkError | undefined): void {
    this.#options.onEnd(reason);
  }

  #start(stay: Stay, seq: bigint, found: Pick<Partial<SubscribeReady>, 'peers' | 'offeredPeerId' | 'resumed'>): void {
    const { timing, iceServersFor, signsOfLife } = this.#options;
    this.#stay = stay;
    const { expiresAtMs } = stay.grant;
    const tokenExpiresInMs = expiresAtMs === undefined ? 0 : clampMs(expiresAtMs - Date.now());
    const offer = iceServersFor?.(stay);
    const servers = offer && { iceServers: iceServersMessage(offer) };
    const value = { ...timing, sessionToken: stay.token ?? '', tokenExpiresInMs, ...servers, ...found };
    this.#first.set('ready', create(SubscribeResponseSchema, { seq, event: { case: 'ready', value } }));
    this.#isReady = true;
    // The client can be gone before its request was read or while the others were asked.
    if (this.#isClosed) {
      stay.lose(this);
      return;
    }
    const silent = new SdkError('deadline-exceeded', 'no sign of life came for too long; resume, if you are there');
    this.#stopWatch = signsOfLife.watch(stay, () => this.#give(silent));
    this.#options.onNews();
  }

  /** Nobody reads any more: the stay waits for another stream from now on. */
  #give(up: SdkError): void {
    this.#stay?.lose(this);
    this.#options.onEnd(up);
  }
}

/** A time that fits its field; what ran out already counts as running out now, because 0 stands for never. */
function clampMs(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 1), 2 ** 32 - 1);
}

/** A sign of life, for a call that had nothing to say for a while. */
export function heartbeat(): SubscribeResponse {
  return create(SubscribeResponseSchema, { event: { case: 'heartbeat', value: {} } });
}
