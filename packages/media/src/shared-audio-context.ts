import type { Undo } from '@remotemedia/base';

/** A share in the page's one audio context. */
export interface AudioContextLease {
  /** The context; it may be suspended until the user does something on the page. */
  readonly context: AudioContext;
  /** Gives the share back; the last one closes the context. Calling it again does nothing. */
  readonly release: Undo;
}

let shared: { readonly context: AudioContext; leases: number } | undefined;

/** Takes a share in the one audio context that all meters and test sounds use, making it when there is none. */
export function leaseAudioContext(): AudioContextLease {
  shared ??= { context: new AudioContext(), leases: 0 };
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
 * Starts the audio context that the browser held back; call it from a click or a key press.
 *
 * @returns whether sound is processed now; `true` as well when nothing needs it
 */
export async function resumeAudio(): Promise<boolean> {
  if (!shared) return true;
  await shared.context.resume().catch(() => {});
  return shared?.context.state !== 'suspended';
}
