import { SdkError } from '@remotemedia/sdk';
import { openUserMedia } from '@remotemedia/sdk/media';
import { Store } from '../ui/store.ts';
import { pictureConstraints, pictureSizeFor } from './picture-size.ts';

/** The two devices that a person can switch on. */
export type CaptureKind = 'camera' | 'microphone';

/** Where one device is. Off means off: the track is stopped and the camera's light is out. */
export type CaptureState =
  | { readonly kind: 'off' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'on'; readonly track: MediaStreamTrack }
  | { readonly kind: 'failed'; readonly error: SdkError };

/** What this person sends, or would send. */
export interface LocalMediaState {
  /** The camera. */
  readonly camera: CaptureState;
  /** The microphone. */
  readonly microphone: CaptureState;
  /** Whether the microphone is open but sends silence. */
  readonly muted: boolean;
  /** Chosen camera, empty for the browser's default. */
  readonly cameraId: string;
  /** Chosen microphone, empty for the browser's default. */
  readonly microphoneId: string;
}

const OFF: CaptureState = { kind: 'off' };

/** Whether others can hear this person. */
export function isAudible({ microphone, muted }: LocalMediaState): boolean {
  return microphone.kind === 'on' && !muted;
}

/** Whether others can see this person. */
export function isVisible({ camera }: LocalMediaState): boolean {
  return camera.kind === 'on';
}

/** Owns camera and microphone of this person, in the lobby and in the call. */
export class LocalMedia {
  /** What is on. */
  readonly state: Store<LocalMediaState>;
  /** Counts what was asked of each device, so that an answer that comes too late is known as such. */
  readonly #turns: Record<CaptureKind, number> = { camera: 0, microphone: 0 };
  #others = 0;

  /** @param chosen devices of an earlier visit; empty for the browser's default */
  constructor(chosen: { readonly cameraId: string; readonly microphoneId: string }) {
    const { cameraId, microphoneId } = chosen;
    this.state = new Store<LocalMediaState>({ camera: OFF, microphone: OFF, muted: false, cameraId, microphoneId });
  }

  /** Opens devices that are not open; with both at once the browser asks once. Failures are states, not throws. */
  async open(...kinds: CaptureKind[]): Promise<void> {
    const wanted = kinds.filter((kind) => !['on', 'opening'].includes(this.state.get()[kind].kind));
    if (wanted.length > 0) await this.#open(wanted);
  }

  /** Stops a device. */
  close(...kinds: CaptureKind[]): void {
    for (const kind of kinds) {
      this.#begin(kind);
      this.#put(kind, OFF);
    }
  }

  /** Switches the camera. */
  async setCamera(on: boolean): Promise<void> {
    if (on) await this.open('camera');
    else this.close('camera');
  }

  /** Mutes or unmutes; unmuting opens the microphone when it is not open. */
  async setMuted(muted: boolean): Promise<void> {
    this.state.update((state) => ({ ...state, muted }));
    this.#applyMute();
    if (!muted) await this.open('microphone');
  }

  /** Chooses a device; one that is on is opened anew. */
  async choose(kind: CaptureKind, deviceId: string): Promise<void> {
    this.state.update((state) => ({ ...state, [kind === 'camera' ? 'cameraId' : 'microphoneId']: deviceId }));
    if (this.state.get()[kind].kind !== 'off') await this.#open([kind]);
  }

  /** Says how many others are in the room, so that the picture has a size that fits. */
  fitTo(others: number): void {
    this.#others = others;
    const { camera } = this.state.get();
    if (camera.kind !== 'on') return;
    // A camera that cannot change its size while it runs keeps the one it has.
    camera.track.applyConstraints(pictureConstraints(pictureSizeFor(others))).catch(() => {});
  }

  async #open(kinds: readonly CaptureKind[]): Promise<void> {
    const turns = kinds.map((kind) => [kind, this.#begin(kind)] as const);
    for (const [kind] of turns) this.#put(kind, { kind: 'opening' });
    try {
      const stream = await openUserMedia(this.#constraints(kinds));
      for (const [kind, turn] of turns) this.#opened(kind, turn, stream);
    } catch (caught) {
      const error = SdkError.from(caught);
      if (kinds.length > 1) return await this.#openEach(turns, error);
      for (const [kind, turn] of turns) await this.#refused(kind, turn, error);
    }
  }

  /** One of two may still work alone: there is no camera, say, or only the microphone was allowed. */
  async #openEach(turns: readonly (readonly [CaptureKind, number])[], error: SdkError): Promise<void> {
    for (const [kind, turn] of turns) {
      if (this.#turns[kind] !== turn) continue;
      if (error.code === 'permission-denied' && !(await isGranted(kind)))
        this.#settle(kind, turn, { kind: 'failed', error });
      else if (error.code === 'failed-precondition') this.#settle(kind, turn, { kind: 'failed', error });
      else await this.#open([kind]);
    }
  }

  /** A remembered device may be gone: then the default is taken. */
  async #refused(kind: CaptureKind, turn: number, error: SdkError): Promise<void> {
    const idKey = kind === 'camera' ? 'cameraId' : 'microphoneId';
    if (error.code === 'not-found' && this.state.get()[idKey] !== '' && this.#turns[kind] === turn) {
      this.state.update((state) => ({ ...state, [idKey]: '' }));
      await this.#open([kind]);
    } else this.#settle(kind, turn, { kind: 'failed', error });
  }

  #opened(kind: CaptureKind, turn: number, stream: MediaStream): void {
    const [track] = kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
    if (!track) return;
    if (this.#turns[kind] !== turn) {
      track.stop();
      return;
    }
    track.addEventListener('ended', () => {
      const error = new SdkError('unavailable', `the ${kind} was unplugged or taken away`);
      this.#settle(kind, turn, { kind: 'failed', error });
    });
    this.#settle(kind, turn, { kind: 'on', track });
    this.#applyMute();
    if (kind === 'camera') this.fitTo(this.#others);
  }

  #constraints(kinds: readonly CaptureKind[]): MediaStreamConstraints {
    const { cameraId, microphoneId } = this.state.get();
    const exactly = (id: string) => (id === '' ? {} : { deviceId: { exact: id } });
    return {
      audio: kinds.includes('microphone') && {
        ...exactly(microphoneId),
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
      video: kinds.includes('camera') && { ...exactly(cameraId), ...pictureConstraints(pictureSizeFor(this.#others)) },
    };
  }

  #begin(kind: CaptureKind): number {
    this.#turns[kind] += 1;
    const before = this.state.get()[kind];
    // Stopped before the next is opened: phones cannot have two cameras open at once.
    if (before.kind === 'on') before.track.stop();
    return this.#turns[kind];
  }

  #settle(kind: CaptureKind, turn: number, next: CaptureState): void {
    if (this.#turns[kind] === turn) this.#put(kind, next);
  }

  #put(kind: CaptureKind, next: CaptureState): void {
    this.state.update((state) => ({ ...state, [kind]: next }));
  }

  #applyMute(): void {
    const { microphone, muted } = this.state.get();
    if (microphone.kind === 'on') microphone.track.enabled = !muted;
  }
}

/** Whether the user has allowed the device for good; `false` where the browser will not say. */
async function isGranted(kind: CaptureKind): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: kind as PermissionName });
    return status.state === 'granted';
  } catch {
    return false;
  }
}
