import { type Clock, Disposables, Emitter, SdkError, systemClock, type Undo } from '@remotemedia/base';
import type { DeviceKeeperOptions, KeeperWait } from './device-keeper-options.ts';
import { lossCause } from './device-list.ts';
import type {
  DeviceKeeperEvents,
  DevicePolicy,
  InterruptionCause,
  KeeperState,
  LossCause,
  TrackChange,
  TrackChangeCause,
} from './keeper-state.ts';
import type { CaptureKind, MediaPlatform, PluggedDevice } from './media-platform.ts';
import { pagePlatform } from './page-platform.ts';
import type { RememberedDevice } from './pick-device.ts';
import { idsToTry, reactionTo, type Situation } from './reaction.ts';
import { RestartBudget } from './restart-budget.ts';
import { TrackSlot, type TrackSlotOwner } from './track-slot.ts';

/**
 * Keeps one microphone or camera open according to a policy: through unplugging and plugging in, changes of the system's
 * default, and interruptions. Other tracks come by the event `trackChange`, to be handed on without renegotiation.
 *
 * Only {@link DeviceKeeper.open} and {@link DeviceKeeper.choose} may ask the user; what happens by itself never does. It
 * is tried once for each cause, and not more than five times a minute. The keeper owns its tracks: they are stopped when
 * they are replaced, at {@link DeviceKeeper.stop} and {@link DeviceKeeper.close}, and on every path that fails.
 */
export class DeviceKeeper extends Emitter<DeviceKeeperEvents> {
  /** What is kept. */
  readonly kind: CaptureKind;
  readonly #platform: MediaPlatform;
  readonly #clock: Clock;
  readonly #settleMs: number;
  readonly #budget: RestartBudget;
  readonly #slot: TrackSlot;
  readonly #life = new Disposables();
  #policy: DevicePolicy;
  #chosen: RememberedDevice | undefined;
  #stopTimer: Undo = () => {};
  /** Whether the page came to the foreground since the last look. */
  #shown = false;
  #interruptedAtMs = 0;

  /** Makes a keeper that keeps nothing yet. */
  constructor(options: DeviceKeeperOptions) {
    super();
    const { kind, platform = pagePlatform, clock = systemClock, muteGraceMs = 3_000 } = options;
    this.kind = kind;
    this.#platform = platform;
    this.#clock = clock;
    this.#settleMs = options.settleMs ?? 500;
    this.#policy = options.policy ?? 'sticky';
    this.#chosen = options.device;
    this.#budget = new RestartBudget(clock);
    const constraints = options.constraints ?? (() => ({}));
    this.#slot = new TrackSlot({ kind, platform, clock, muteGraceMs, constraints }, this.#asOwner());
    this.#life.add(() => this.#stopTimer());
    this.#life.add(platform.onPluggedChange(() => this.#settle(false)));
    this.#life.add(platform.onForeground(() => this.#settle(true)));
    if (kind === 'camera') return;
    this.#life.add(platform.onAudioInterrupted((interrupted) => this.#onAudioInterrupted(interrupted)));
  }

  /** Where it is. */
  get state(): KeeperState {
    return this.#slot.state;
  }

  /** The track that is open; `undefined` when none is. */
  get track(): MediaStreamTrack | undefined {
    return this.#slot.held?.track;
  }

  /** The device to return to, for the next visit; `undefined` until one was chosen or opened. */
  get chosen(): RememberedDevice | undefined {
    return this.#chosen;
  }

  /** Which device is kept. A change counts from the next event on. */
  get policy(): DevicePolicy {
    return this.#policy;
  }

  set policy(policy: DevicePolicy) {
    this.#policy = policy;
  }

  /**
   * Opens the device, asking the user if need be; the track that is open is the answer when there is one.
   *
   * @throws {SdkError} as `openUserMedia` does; `cancelled` also when it is stopped meanwhile, `failed-precondition` after
   *   `close`
   */
  open({ signal }: KeeperWait = {}): Promise<MediaStreamTrack> {
    return this.#slot.replace('opened', true, signal);
  }

  /**
   * Keeps another device from now on; `undefined` for the system's default. One that is open is replaced, and stays when
   * the other cannot be opened. Nothing is opened when nothing is open.
   *
   * @throws {SdkError} as {@link DeviceKeeper.open} does
   */
  async choose(
    device: RememberedDevice | undefined,
    { signal }: KeeperWait = {},
  ): Promise<MediaStreamTrack | undefined> {
    this.#chosen = device;
    return this.state.kind === 'off' ? undefined : await this.#slot.replace('chosen', true, signal);
  }

  /**
   * Keeps a track that the application opened, as when camera and microphone were asked for at once. It is the keeper's
   * from now on, and is stopped when this fails.
   *
   * @throws {SdkError} `invalid-argument` when it is of another kind, `unavailable` when it has ended, `cancelled` when it
   *   is stopped meanwhile, `failed-precondition` after `close`
   */
  adopt(track: MediaStreamTrack): Promise<void> {
    return this.#slot.adopt(track);
  }

  /**
   * Opens the device anew after an interruption or a loss, without asking. It is done by itself where the browser tells of
   * the end of an interruption; call it where it does not.
   *
   * @throws {SdkError} `permission-denied` when the user would have to be asked: call {@link DeviceKeeper.open} in a
   *   gesture; `failed-precondition` when nothing was open; else as {@link DeviceKeeper.open} does
   */
  async recover({ signal }: KeeperWait = {}): Promise<MediaStreamTrack> {
    if (['off', 'opening', 'closed'].includes(this.state.kind)) {
      throw new SdkError('failed-precondition', `the ${this.kind} was not open; call open() first`);
    }
    return await this.#slot.replace('recovered', false, signal);
  }

  /** Stops the track and whatever is being opened; it may be opened again. */
  stop(): void {
    this.#stopTimer();
    if (this.state.kind !== 'closed') this.#slot.clear();
  }

  /** Stops everything for good. Calling it again does nothing. */
  close(): void {
    if (this.state.kind === 'closed') return;
    this.#life.dispose();
    this.#slot.close();
    this.removeAllListeners();
  }

  get #situation(): Situation {
    return { policy: this.#policy, chosen: this.#chosen, held: this.#slot.held?.device };
  }

  #asOwner(): TrackSlotOwner {
    return {
      idsFor: (cause, devices, mayAsk) => idsToTry(this.#situation, cause, devices, mayAsk),
      onState: (state) => this.emit('stateChange', state),
      onTrack: (change, before) => this.#onTrack(change, before),
      watcherOf: (track) => ({
        onEnded: () => void this.#onEnded(track),
        onMuted: () => this.#interrupt('muted'),
        onUnmuted: () => this.#calm(),
      }),
    };
  }

  #onTrack(change: TrackChange, before: KeeperState): void {
    if (this.#policy !== 'follow-default') this.#chosen ??= change.device;
    this.emit('trackChange', change);
    // Before the user had allowed anything, the browser did not say that the chosen device is there under another id.
    if (change.cause === 'opened' && this.#policy === 'sticky' && this.#chosen?.id !== change.device.id)
      this.#settle(false);
    if (before.kind === 'interrupted' && this.state.kind === 'on') this.#tellRecovered();
  }

  async #onEnded(track: MediaStreamTrack): Promise<void> {
    const { held, signal } = this.#slot;
    if (held?.track !== track) return;
    const cause = await lossCause(this.#platform, this.kind, this.#clock, held.device, signal);
    if (this.track === track) this.#lose(held.device, cause);
  }

  #lose(device: PluggedDevice, cause: LossCause): void {
    this.#slot.put({ kind: 'lost', device, cause });
    this.emit('lost', { device, cause });
    if (cause !== 'permission-revoked') this.#again('lost');
  }

  /** Opens something without being asked to. */
  #again(cause: TrackChangeCause): void {
    if (this.#policy === 'manual' || !this.#budget.take()) return;
    this.#slot.replace(cause, false).catch((error: unknown) => this.#tellFault(error));
  }

  /** Devices change in bursts, and a page that comes to the foreground gets its media back by itself most of the time. */
  #settle(shown: boolean): void {
    this.#stopTimer();
    this.#shown ||= shown;
    if (!this.#isInService()) return;
    this.#stopTimer = this.#clock.after(this.#settleMs, () => {
      this.#slot.review((before, now) => this.#look(before, now)).catch((error: unknown) => this.#tellFault(error));
    });
  }

  #isInService(): boolean {
    return this.#slot.held !== undefined || this.state.kind === 'lost';
  }

  #look(before: readonly PluggedDevice[], now: readonly PluggedDevice[]): void {
    const shown = this.#shown;
    this.#shown = false;
    if (!this.#isInService()) return;
    const { held } = this.#slot;
    const { unplugged, returned, reopen } = reactionTo(this.#situation, before, now);
    if (returned) this.emit('returned', returned);
    if (held && unplugged) this.#lose(held.device, 'unplugged');
    else if (held?.track.readyState === 'ended') void this.#onEnded(held.track);
    else if (reopen) this.#again(reopen);
    else if (shown && held?.kind !== 'on') this.#again('recovered');
  }

  #interrupt(cause: InterruptionCause): void {
    if (this.state.kind !== 'on') return;
    this.#interruptedAtMs = this.#clock.now();
    this.#slot.put({ ...this.state, kind: 'interrupted', cause });
    this.emit('interrupted', { cause });
    // Pages that are not seen are muted on purpose on phones; they look again when they are seen.
    if (cause === 'muted' && this.#platform.isForeground()) this.#again('recovered');
  }

  #onAudioInterrupted(interrupted: boolean): void {
    const { track } = this;
    if (interrupted) this.#interrupt('audio-interrupted');
    else if (track?.muted || track?.readyState === 'ended') this.#again('recovered');
    else this.#calm();
  }

  #calm(): void {
    if (this.state.kind !== 'interrupted') return;
    const { track, device } = this.state;
    this.#slot.put({ kind: 'on', track, device });
    this.#tellRecovered();
  }

  #tellRecovered(): void {
    this.emit('recovered', { interruptedMs: this.#clock.now() - this.#interruptedAtMs });
  }

  #tellFault(caught: unknown): void {
    const error = SdkError.from(caught);
    if (error.code !== 'cancelled' && this.state.kind !== 'closed') this.emit('fault', error);
  }
}
