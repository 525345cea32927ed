import { create } from '@bufbuild/protobuf';
import { ManualClock } from '@remotemedia/base';
import { AnnounceRequestSchema, type SignalingNotification } from '@remotemedia/protocol/webrtc';
import { ANYONE, type Grant } from '../access/grant.ts';
import { Hub, type HubOptions } from '../hub/hub.ts';
import type { ServerNews } from '../hub/server-news.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import type { LogLine } from '../log.ts';

/** How a test's peer enters. */
export interface EnterOptions {
  /** @default 'r' */
  room?: string;
  /** @default true */
  resumable?: boolean;
  /** @default 'here' */
  address?: string;
  /** @default anyone's */
  grant?: Grant;
  /** More than the room. */
  metadata?: Record<string, string>;
}

/** An outlet that reads at once, unless it is told to sleep. */
export class Reader implements Outlet {
  /** Whose notifications it reads. */
  readonly stay: Stay;
  /** What it read. */
  readonly got: SignalingNotification[] = [];
  /** What it heard from the server itself. */
  readonly news: ServerNews[] = [];
  /** How it was ended. */
  readonly ends: unknown[] = [];
  /** Whether it reads nothing. */
  isAsleep = false;

  /** Attaches itself. */
  constructor(stay: Stay) {
    this.stay = stay;
    stay.attach(this);
  }

  /** What it read, by kind. */
  get kinds(): string[] {
    return this.got.map(({ notification }) => String(notification.case));
  }

  /** Reads. */
  wake(): void {
    if (this.isAsleep) return;
    for (let item = this.stay.take(this); item; item = this.stay.take(this)) this.got.push(item.notification);
  }

  /** Takes note. */
  tell(news: ServerNews): void {
    this.news.push(news);
  }

  /** Takes note. */
  end(reason: unknown): void {
    this.ends.push(reason);
  }
}

/** A hub, and ways to use it. */
export interface TestHub {
  /** Rooms of three peers, two of them; four stays of an address. */
  readonly hub: Hub;
  /** Its time. */
  readonly clock: ManualClock;
  /** What it logged. */
  readonly lines: LogLine[];
  /** Brings a peer in. */
  enter(peerId: string, options?: EnterOptions): Promise<Reader>;
  /** Has a peer come back. */
  resume(token: string | undefined, lastSeq: number, reader: Reader, grant?: Grant): Promise<Stay>;
}

/** A hub with a clock of the test's, and ways to bring peers in. */
export function setUpHub(more: Partial<HubOptions> = {}): TestHub {
  const clock = new ManualClock();
  const lines: LogLine[] = [];
  const log = (line: LogLine) => void lines.push(line);
  const hub = new Hub({
    clock,
    maxPeersPerRoom: 3,
    maxRooms: 2,
    maxStaysPerAddress: 4,
    resumeGraceMs: 5_000,
    log,
    ...more,
  });
  const enter = async (peerId: string, options: EnterOptions = {}): Promise<Reader> => {
    const { room = 'r', resumable = true, address = 'here', grant = ANYONE, metadata = {} } = options;
    const announce = create(AnnounceRequestSchema, { peerId, metadata: { room, ...metadata } });
    const { stay } = await hub.enter(announce, { resumable, caller: { address, grant } });
    return new Reader(stay);
  };
  const resume = (token: string | undefined, lastSeq: number, reader: Reader, grant: Grant = ANYONE) =>
    hub.resume(token ?? '', lastSeq, reader, { address: 'here', grant });
  return { clock, hub, enter, resume, lines };
}
