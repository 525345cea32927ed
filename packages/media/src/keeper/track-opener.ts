import { type Clock, SdkError, type SdkErrorCode } from '@remotemedia/base';
import { takeStream } from '../take-stream.ts';
import { permissionOf } from './device-list.ts';
import type { CaptureKind, MediaPlatform } from './media-platform.ts';

/** How long a device may take to open when no person is being asked, in milliseconds. */
const SILENT_TIMEOUT_MS = 15_000;

/** After these another device may do better. */
const NEXT_MAY_DO: readonly SdkErrorCode[] = ['not-found', 'unavailable', 'deadline-exceeded'];

/** What to open. */
export interface OpenRequest {
  /** Ids in the order of preference; an empty one leaves the choice to the browser. */
  readonly ids: readonly string[];
  /** What else is wished of the track. */
  readonly constraints: MediaTrackConstraints;
  /** Whether the user may be asked. */
  readonly mayAsk: boolean;
  /** Gives up early. */
  readonly signal: AbortSignal;
}

/**
 * Opens devices of one kind. Unless it may ask, it opens only what is allowed already: everything when the browser says
 * that permission is granted, and where the browser does not tell, devices that were open before.
 */
export class TrackOpener {
  readonly #platform: MediaPlatform;
  readonly #kind: CaptureKind;
  readonly #clock: Clock;
  readonly #knownIds = new Set<string>();

  /** Makes an opener that has not opened anything yet. */
  constructor(platform: MediaPlatform, kind: CaptureKind, clock: Clock) {
    this.#platform = platform;
    this.#kind = kind;
    this.#clock = clock;
  }

  /** Notes that the user has let the page have this track's device. */
  know(track: MediaStreamTrack): void {
    const { deviceId } = track.getSettings();
    if (deviceId) this.#knownIds.add(deviceId);
  }

  /**
   * Opens the first device that can be opened. Each is tried once.
   *
   * @throws {SdkError} `permission-denied` when the user has not allowed it, else why the last could not be opened
   */
  async open(request: OpenRequest): Promise<MediaStreamTrack> {
    const ids = request.mayAsk ? request.ids : await this.#allowed(request);
    let failure = new SdkError('not-found', `there is no ${this.#kind}`);
    for (const id of new Set(ids)) {
      try {
        return await this.#openOne(id, request);
      } catch (caught) {
        failure = SdkError.from(caught);
        if (!NEXT_MAY_DO.includes(failure.code)) throw failure;
      }
    }
    throw failure;
  }

  async #openOne(id: string, { constraints, mayAsk, signal }: OpenRequest): Promise<MediaStreamTrack> {
    const wanted = { ...constraints, ...(id === '' ? {} : { deviceId: { exact: id } }) };
    const [kind, asked] = this.#kind === 'microphone' ? ['audio', { audio: wanted }] : ['video', { video: wanted }];
    const what = `opening the ${this.#kind}`;
    const timeoutMs = mayAsk ? undefined : SILENT_TIMEOUT_MS;
    const wait = { signal, timeoutMs, what, clock: this.#clock };
    const stream = await takeStream(() => this.#platform.open(asked), wait);
    const track = stream.getTracks().find((each) => each.kind === kind && each.readyState === 'live');
    for (const each of stream.getTracks()) if (each !== track) each.stop();
    if (!track) throw new SdkError('unavailable', `the ${this.#kind} ended while it was being opened`);
    this.know(track);
    return track;
  }

  async #allowed({ ids, signal }: OpenRequest): Promise<readonly string[]> {
    const answer = await permissionOf(this.#platform, this.#kind, this.#clock, signal);
    const allowed = ids.filter((id) => answer === 'granted' || (answer === 'unknown' && this.#knownIds.has(id)));
    if (allowed.length > 0) return allowed;
    throw new SdkError(
      'permission-denied',
      `the ${this.#kind} can only be opened by asking the user (permission: ${answer}); call open() from a click`,
    );
  }
}
