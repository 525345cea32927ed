import { SdkError, type Undo } from '@remotemedia/base';
import type { CaptureKind, MediaPlatform, PermissionAnswer, PluggedDevice } from './media-platform.ts';

/** A step at which a {@link FakePlatform} can be told to fail or to wait. */
export type FakeStep = 'plugged' | 'open' | 'permission';

/** As much of a track as a keeper sees, with hands on the device behind it. */
class FakeTrack extends EventTarget {
  readonly kind: string;
  readonly label: string;
  readonly device: PluggedDevice;
  enabled = true;
  muted = false;
  contentHint = '';
  readyState: MediaStreamTrackState = 'live';

  constructor(kind: CaptureKind, device: PluggedDevice) {
    super();
    this.kind = kind === 'microphone' ? 'audio' : 'video';
    this.label = device.label;
    this.device = device;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.device.id, groupId: this.device.groupId };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  end(): void {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

/** Devices that a test plugs in and out. All of them are of one kind; the first one is the default. */
export class FakePlatform implements MediaPlatform {
  /** What the user has said. `prompt` becomes `granted` when the user is asked. */
  answer: PermissionAnswer = 'granted';
  /** Whether the page is seen. */
  foreground = true;
  /** Whether a new track is muted, as during a telephone call. */
  opensMuted = false;
  /** Constraints of every opening. */
  readonly asked: MediaStreamConstraints[] = [];
  /** How often the user was asked. */
  prompts = 0;
  readonly #kind: CaptureKind;
  #devices: PluggedDevice[];
  readonly #tracks: FakeTrack[] = [];
  readonly #faults = new Map<FakeStep, { skip: number; fault: () => Promise<void> }>();
  readonly #plugged = new Set<() => void>();
  readonly #foreground = new Set<() => void>();
  readonly #audio = new Set<(interrupted: boolean) => void>();

  /** @param names of the devices that are plugged in */
  constructor(kind: CaptureKind, ...names: string[]) {
    this.#kind = kind;
    this.#devices = names.map(fakeDevice);
  }

  /** Tracks that are open. */
  get live(): readonly MediaStreamTrack[] {
    return this.#tracks.filter(({ readyState }) => readyState === 'live').map(asTrack);
  }

  /** Names of the devices that are open. */
  get liveNames(): readonly string[] {
    return this.live.map(({ label }) => label);
  }

  /** Listeners that were not taken back. */
  get listeners(): number {
    return this.#plugged.size + this.#foreground.size + this.#audio.size;
  }

  /** Plugs a device in; `first` makes it the default. */
  plug(name: string, { first = false }: { first?: boolean } = {}): void {
    if (first) this.#devices.unshift(fakeDevice(name));
    else this.#devices.push(fakeDevice(name));
    this.announce();
  }

  /** Pulls a device out. `silently`: its track does not end, as with Chromium on some systems. */
  unplug(name: string, { silently = false }: { silently?: boolean } = {}): void {
    this.#devices = this.#devices.filter(({ label }) => label !== name);
    if (!silently) this.#of(name, (track) => track.end());
    this.announce();
  }

  /** Makes another device the default. */
  makeDefault(name: string): void {
    const [device] = this.#devices.filter(({ label }) => label === name);
    if (device) this.#devices = [device, ...this.#devices.filter((other) => other !== device)];
    this.announce();
  }

  /** Gives a device another id, as browsers do when the user clears their data. */
  renumber(name: string): void {
    this.#devices = this.#devices.map((each) => (each.label === name ? { ...each, id: `${each.id}-anew` } : each));
  }

  /** Says that devices changed. */
  announce(): void {
    for (const listener of [...this.#plugged]) listener();
  }

  /** Ends the open tracks of a device that stays plugged in. */
  end(name: string): void {
    this.#of(name, (track) => track.end());
  }

  /** Mutes or unmutes the open tracks of a device, as the system does. */
  setMuted(name: string, muted: boolean): void {
    this.#of(name, (track) => track.setMuted(muted));
  }

  /** Shows or hides the page. */
  show(foreground: boolean): void {
    this.foreground = foreground;
    if (foreground) for (const listener of [...this.#foreground]) listener();
  }

  /** Takes the sound away or gives it back. */
  interruptAudio(interrupted: boolean): void {
    for (const listener of [...this.#audio]) listener(interrupted);
  }

  /** Lets a step do `fault` once before it goes on, after `skip` times without. */
  onceAt(step: FakeStep, fault: () => Promise<void>, skip = 0): void {
    this.#faults.set(step, { skip, fault });
  }

  async plugged(): Promise<readonly PluggedDevice[]> {
    await this.#meet('plugged');
    const known = this.answer === 'granted' || this.answer === 'unknown';
    return this.#devices.map((device) => (known ? device : { id: '', label: '', groupId: '' }));
  }

  async open(constraints: MediaStreamConstraints): Promise<Pick<MediaStream, 'getTracks'>> {
    this.asked.push(constraints);
    if (this.answer === 'prompt') {
      this.prompts += 1;
      this.answer = 'granted';
    }
    await this.#meet('open');
    if (this.answer === 'denied') throw new SdkError('permission-denied', 'the user said no');
    const device = this.#pick(constraints);
    if (!device) throw new SdkError('not-found', 'there is no such device');
    const track = new FakeTrack(this.#kind, device);
    track.muted = this.opensMuted;
    this.#tracks.push(track);
    return { getTracks: () => [asTrack(track)] };
  }

  async permission(): Promise<PermissionAnswer> {
    await this.#meet('permission');
    return this.answer;
  }

  isForeground(): boolean {
    return this.foreground;
  }

  onPluggedChange(listener: () => void): Undo {
    return added(this.#plugged, listener);
  }

  onForeground(listener: () => void): Undo {
    return added(this.#foreground, listener);
  }

  onAudioInterrupted(listener: (interrupted: boolean) => void): Undo {
    return added(this.#audio, listener);
  }

  #pick({ audio, video }: MediaStreamConstraints): PluggedDevice | undefined {
    const wanted = audio || video || {};
    const asked = wanted === true ? undefined : wanted.deviceId;
    if (asked === undefined) return this.#devices[0];
    return this.#devices.find(({ id }) => typeof asked === 'object' && 'exact' in asked && asked.exact === id);
  }

  #of(name: string, act: (track: FakeTrack) => void): void {
    for (const track of this.#tracks) if (track.label === name && track.readyState === 'live') act(track);
  }

  async #meet(step: FakeStep): Promise<void> {
    const planned = this.#faults.get(step);
    if (!planned) return;
    planned.skip -= 1;
    if (planned.skip >= 0) return;
    this.#faults.delete(step);
    await planned.fault();
  }
}

/** The device that a {@link FakePlatform} makes of a name. */
export function fakeDevice(name: string): PluggedDevice {
  return { id: `id-of-${name}`, label: name, groupId: `group-of-${name}` };
}

/** A keeper uses nothing of a track that a fake one does not have. */
function asTrack(track: FakeTrack): MediaStreamTrack {
  return track as unknown as MediaStreamTrack;
}

function added<T>(listeners: Set<T>, listener: T): Undo {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
