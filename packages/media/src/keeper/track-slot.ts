import { abortError, type Clock, SdkError, SerialQueue, withDeadline } from '@remotemedia/base';
import { listPlugged } from './device-list.ts';
import type { KeeperState, TrackChange, TrackChangeCause } from './keeper-state.ts';
import type { CaptureKind, MediaPlatform, PluggedDevice } from './media-platform.ts';
import { deviceOf } from './pick-device.ts';
import { TrackOpener } from './track-opener.ts';
import { TrackWatch, type TrackWatchListeners } from './track-watch.ts';

/** A device that is open. */
export type HeldState = Extract<KeeperState, { kind: 'on' | 'interrupted' }>;

/** What a {@link TrackSlot} is made for. */
export interface TrackSlotOptions {
  /** Microphone or camera. */
  readonly kind: CaptureKind;
  /** Where devices come from. */
  readonly platform: MediaPlatform;
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long a track may be muted before that is told, in milliseconds. */
  readonly muteGraceMs: number;
  /** What is wished of the next track. */
  readonly constraints: () => MediaTrackConstraints;
}

/** Who decides for a {@link TrackSlot}, and is told. */
export interface TrackSlotOwner {
  /** Ids to try for the next track, best first. */
  idsFor(cause: TrackChangeCause, devices: readonly PluggedDevice[], mayAsk: boolean): readonly string[];
  /** The state after a change. */
  onState(state: KeeperState): void;
  /** There is another track; `before` is the state until now. */
  onTrack(change: TrackChange, before: KeeperState): void;
  /** Hears what becomes of a track. */
  watcherOf(track: MediaStreamTrack): TrackWatchListeners;
}

/** Holds at most one track. Every track that it opens is kept, or stopped. */
export class TrackSlot {
  readonly #options: TrackSlotOptions;
  readonly #owner: TrackSlotOwner;
  readonly #opener: TrackOpener;
  /** Everything that opens devices, one after another. */
  readonly #queue = new SerialQueue();
  #state: KeeperState = { kind: 'off' };
  /** The newest track, live or lost: the next one takes its place. */
  #track: MediaStreamTrack | undefined;
  #watch: TrackWatch | undefined;
  #devices: readonly PluggedDevice[] = [];
  /** From opening to stopping. */
  #run = new AbortController();

  /** Makes an empty slot. */
  constructor(options: TrackSlotOptions, owner: TrackSlotOwner) {
    this.#options = options;
    this.#owner = owner;
    this.#opener = new TrackOpener(options.platform, options.kind, options.clock);
  }

  /** Where it is. */
  get state(): KeeperState {
    return this.#state;
  }

  /** The device that is open. */
  get held(): HeldState | undefined {
    return this.#state.kind === 'on' || this.#state.kind === 'interrupted' ? this.#state : undefined;
  }

  /** Aborts when it is cleared the next time. */
  get signal(): AbortSignal {
    return this.#run.signal;
  }

  /** Changes the state of what is held, or gives it up for lost. */
  put(state: KeeperState): void {
    if (state.kind === 'lost') this.#watch?.close();
    if (state.kind === 'lost') this.#track?.stop();
    this.#state = state;
    this.#owner.onState(state);
  }

  /** Opens another track in its turn. @throws {SdkError} why that could not be done */
  replace(cause: TrackChangeCause, mayAsk: boolean, signal?: AbortSignal): Promise<MediaStreamTrack> {
    const ends = signal ? AbortSignal.any([this.#run.signal, signal]) : this.#run.signal;
    return withDeadline(() => this.#queue.run(() => this.#replaceNow(cause, mayAsk, ends)), { signal: ends });
  }

  /** Takes a track in that somebody else opened; it is stopped when this fails. @throws {SdkError} why it failed */
  async adopt(track: MediaStreamTrack): Promise<void> {
    const { signal } = this.#run;
    try {
      const kind = this.#options.kind === 'microphone' ? 'audio' : 'video';
      if (track.kind !== kind) {
        throw new SdkError(
          'invalid-argument',
          `the track of a ${this.#options.kind} is one of ${kind}, not ${track.kind}`,
        );
      }
      this.#opener.know(track);
      await this.#queue.run(() => this.#keep(track, 'opened', signal));
    } catch (error) {
      track.stop();
      throw error;
    }
  }

  /** Lists what is plugged in, in its turn, and says what was before. @throws {SdkError} when the browser does not answer */
  review(look: (before: readonly PluggedDevice[], now: readonly PluggedDevice[]) => void): Promise<void> {
    const { signal } = this.#run;
    return this.#queue.run(async () => {
      const now = await this.#list(signal);
      const before = this.#devices;
      this.#devices = now;
      look(before, now);
    });
  }

  /** Stops what is held and what is being opened. */
  clear(): void {
    this.#run.abort(new SdkError('cancelled', `the ${this.#options.kind} was switched off`));
    this.#run = new AbortController();
    this.#watch?.close();
    this.#track?.stop();
    this.#track = undefined;
    if (this.#state.kind !== 'off') this.put({ kind: 'off' });
  }

  /** Clears it for good. */
  close(): void {
    this.clear();
    this.#queue.close(new SdkError('failed-precondition', `this keeper of a ${this.#options.kind} was closed`));
    this.put({ kind: 'closed' });
  }

  async #replaceNow(cause: TrackChangeCause, mayAsk: boolean, signal: AbortSignal): Promise<MediaStreamTrack> {
    if (signal.aborted) throw abortError(signal);
    if (this.held && isServed(this.held, cause)) return this.held.track;
    if (this.#state.kind === 'off') this.put({ kind: 'opening' });
    try {
      const track = await this.#open(cause, mayAsk, signal);
      await this.#keep(track, cause, signal);
      return track;
    } catch (caught) {
      const error = SdkError.from(caught);
      if (this.#state.kind === 'opening') this.put({ kind: 'off', error });
      else if (this.#state.kind === 'lost') this.put({ ...this.#state, error });
      // It was stopped to make room for the other one.
      else if (this.held?.track.readyState === 'ended') this.#owner.watcherOf(this.held.track).onEnded();
      throw error;
    }
  }

  async #open(cause: TrackChangeCause, mayAsk: boolean, signal: AbortSignal): Promise<MediaStreamTrack> {
    const ids = this.#owner.idsFor(cause, await this.#list(signal), mayAsk);
    const request = { ids, constraints: this.#options.constraints(), mayAsk, signal };
    const { held } = this;
    try {
      return await this.#opener.open(request);
    } catch (caught) {
      if (!held || cause !== 'chosen' || SdkError.from(caught).code !== 'unavailable') throw caught;
      // Phones cannot have two cameras open at once.
      this.#watch?.close();
      held.track.stop();
      return await this.#opener.open({ ...request, ids: [...ids, held.device.id] });
    }
  }

  /** From its last check on nothing waits: either the track is kept, or it is stopped. */
  async #keep(track: MediaStreamTrack, cause: TrackChangeCause, signal: AbortSignal): Promise<void> {
    try {
      const devices = await this.#list(signal);
      if (signal.aborted) throw abortError(signal);
      if (track.readyState === 'ended') throw new SdkError('unavailable', 'the device ended as it was opened');
      this.#install(track, cause, devices);
    } catch (error) {
      track.stop();
      throw error;
    }
  }

  #install(track: MediaStreamTrack, cause: TrackChangeCause, devices: readonly PluggedDevice[]): void {
    const before = this.#state;
    const old = this.#track;
    const device = deviceOf(devices, track);
    if (old) Object.assign(track, { enabled: old.enabled, contentHint: old.contentHint });
    this.#watch?.close();
    this.#track = track;
    this.#devices = devices;
    const told = before.kind === 'interrupted' && track.muted;
    const { muteGraceMs, clock } = this.#options;
    this.#watch = new TrackWatch(track, this.#owner.watcherOf(track), { muteGraceMs, told }, clock);
    this.put(told ? { ...before, track, device } : { kind: 'on', track, device });
    this.#owner.onTrack({ old, track, device, cause }, before);
    if (old !== track) old?.stop();
  }

  #list(signal: AbortSignal): Promise<readonly PluggedDevice[]> {
    const { platform, kind, clock } = this.#options;
    return listPlugged(platform, kind, clock, signal);
  }
}

/** Whether a track that is open is already what was asked for. */
function isServed({ kind, track }: HeldState, cause: TrackChangeCause): boolean {
  if (track.readyState === 'ended') return false;
  if (cause === 'opened' || cause === 'lost') return true;
  return cause === 'recovered' && kind === 'on' && !track.muted;
}
