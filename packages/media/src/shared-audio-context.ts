import { type Clock, SdkError, type Undo, withDeadline } from '@remotemedia/base';

/** A share in the page's one audio context. */
export interface AudioContextLease {
  /** The context; it may be suspended until the user does something on the page. */
  readonly context: AudioContext;
  /** Gives the share back; the last one closes the context. Calling it again does nothing. */
  readonly release: Undo;
}

let shared: { readonly context: AudioContext; leases: number } | undefined;

const stateListeners = new Set<(state: AudioContextState) => void>();

/**
 * Takes a share in the one audio context that all meters and test sounds use, making it when there is none.
 *
 * @throws {SdkError} `unavailable` when the browser makes none, as where too many are open
 */
export function leaseAudioContext(): AudioContextLease {
  shared ??= { context: openContext(), leases: 0 };
  const mine = shared;
  mine.leases += 1;
  // Without a gesture of the user this stays pending or rejects; `resumeAudio` is for the gesture.
  mine.context.resume().catch(() => {});
  let released = false;
  return {
    context: mine.context,
    release: () => {
      if (released) return;
      released = true;
      mine.leases -= 1;
      if (mine.leases > 0) return;
      if (shared === mine) shared = undefined;
      mine.context.close().catch(() => {});
    },
  };
}

/** Shares that are out now; 0 means that there is no context. */
export function audioContextLeases(): number {
  return shared?.leases ?? 0;
}

/**
 * Calls `listener` whenever the shared context's state changes, whichever context that is then. `interrupted` is what
 * Safari says when a telephone call or another program takes the sound away (Web Audio 1.1, §1.1 `AudioContextState`).
 */
export function onAudioContextState(listener: (state: AudioContextState) => void): Undo {
  const entry = (state: AudioContextState) => listener(state);
  stateListeners.add(entry);
  return () => void stateListeners.delete(entry);
}

/** How long {@link resumeAudio} and `unlockPlayback` wait. */
export interface ResumeAudioOptions {
  /** Longest wait in milliseconds. @default 1000 */
  readonly timeoutMs?: number | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/**
 * Starts the audio context that the browser held back; call it from a click or a key press. The platform may leave a
 * resume unsettled for ever (Web Audio issue 1759), so the wait for it is bounded.
 *
 * @returns whether sound is processed now; `true` as well when nothing needs it
 */
export async function resumeAudio({ timeoutMs = 1000, clock }: ResumeAudioOptions = {}): Promise<boolean> {
  const mine = shared?.context;
  if (!mine) return true;
  await withDeadline(() => mine.resume(), { timeoutMs, clock }).catch(() => {});
  return shared?.context !== mine || mine.state === 'running';
}

function openContext(): AudioContext {
  try {
    const context = new AudioContext();
    context.addEventListener('statechange', () => {
      for (const listener of [...stateListeners]) listener(context.state);
    });
    return context;
  } catch (cause) {
    throw new SdkError('unavailable', 'this browser gives the page no audio context; close others', { cause });
  }
}
