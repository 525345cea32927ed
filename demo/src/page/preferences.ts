/** What is remembered from one visit to the next, on this device only. */
export interface Preferences {
  /** The person's name. */
  readonly displayName: string;
  /** `deviceId` of the camera, empty for the browser's default. */
  readonly cameraId: string;
  /** `deviceId` of the microphone, empty for the browser's default. */
  readonly microphoneId: string;
  /** `deviceId` of the speaker, empty for the browser's default. */
  readonly speakerId: string;
}

const KEY = 'remotemedia.preferences';
const NONE: Preferences = { displayName: '', cameraId: '', microphoneId: '', speakerId: '' };

/** What was remembered; nothing when storage is switched off or holds something else. */
export function readPreferences(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const value = (key: keyof Preferences) => {
      const found = (stored as Record<string, unknown> | null)?.[key];
      return typeof found === 'string' ? found.slice(0, 200) : '';
    };
    return {
      displayName: value('displayName'),
      cameraId: value('cameraId'),
      microphoneId: value('microphoneId'),
      speakerId: value('speakerId'),
    };
  } catch {
    return NONE;
  }
}

/** Remembers `changes`; forgets them quietly when storage is switched off. */
export function rememberPreferences(changes: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...changes }));
  } catch {
    // Private windows may refuse; the call works all the same.
  }
}
