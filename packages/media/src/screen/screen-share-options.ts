/** What a share is optimised for when there is too little bandwidth: MediaStreamTrack Content Hints, §3.2. */
export type ScreenContentHint = 'detail' | 'text' | 'motion';

/** What a person can share: a whole screen, one window, or one tab of the browser. */
export type ScreenSurface = 'monitor' | 'window' | 'browser';

/** How a share is asked for. Everything is a wish: people choose what is shared, and browsers ignore what they do not know. */
export interface ScreenShareOptions {
  /**
   * Whether sound is shared: `'tab'` offers only that of a tab, `'system'` and `true` also that of the whole machine.
   * The person may still decline it. @default false
   */
  readonly audio?: boolean | 'tab' | 'system' | undefined;
  /** Optimise for `'detail'` or `'text'` (sharp, few pictures a second) or for `'motion'`. @default 'detail' */
  readonly contentHint?: ScreenContentHint | undefined;
  /** What the browser's dialog shows first. @default the browser's choice */
  readonly surface?: ScreenSurface | undefined;
  /** Highest rate in pictures a second, above 0. @default 15, and 30 when `contentHint` is `'motion'` */
  readonly maxFramerateFps?: number | undefined;
  /** Offers this very tab as well, at the price of a hall of mirrors. @default false */
  readonly includeThisTab?: boolean | undefined;
  /** Lets people pass from one shared tab to another without stopping. @default true */
  readonly surfaceSwitching?: boolean | undefined;
  /** Silences a shared tab here while others hear it, for a room with its own loudspeakers. @default false */
  readonly muteLocally?: boolean | undefined;
  /** Gives up early; what the browser delivers later is stopped at once. The dialog itself stays until it is closed. */
  readonly signal?: AbortSignal | undefined;
}

/** Members that the DOM's types do not have yet. Source: Screen Capture, §5.2 and §5.4. */
interface ScreenAudioConstraints extends MediaTrackConstraints {
  /** Leaves out what this page itself plays, so that nobody hears their own voice again. */
  readonly restrictOwnAudio: boolean;
  /** Whether a shared tab is silent here. */
  readonly suppressLocalAudioPlayback: boolean;
}

/** Argument of `getDisplayMedia`. Source: Screen Capture, §5.2 `DisplayMediaStreamOptions`. */
export interface DisplayRequest {
  /** What the picture should be like. */
  readonly video: MediaTrackConstraints;
  /** What the sound should be like, or that there shall be none. */
  readonly audio: false | ScreenAudioConstraints;
  /** Whether this tab may be chosen. */
  readonly selfBrowserSurface: 'include' | 'exclude';
  /** Whether another tab may be chosen later. */
  readonly surfaceSwitching: 'include' | 'exclude';
  /** Whether a shared screen may come with all sound of the machine. */
  readonly systemAudio: 'include' | 'exclude';
  /** Which sound a shared window may come with. */
  readonly windowAudio: 'exclude' | 'system';
}

/**
 * What to ask of `getDisplayMedia`. Sound is left out unless asked for, and never has this page's own sound in it: where
 * the browser cannot filter that (`canRestrictOwnAudio`), echo cancellation takes its place, which Chromium has switched
 * off for such sound since version 137. Elsewhere shared sound is not processed, because it may be music.
 */
export function displayRequest(options: ScreenShareOptions, canRestrictOwnAudio: boolean): DisplayRequest {
  const { audio = false, contentHint = 'detail', surface } = options;
  const frameRate = options.maxFramerateFps ?? (contentHint === 'motion' ? 30 : 15);
  const wholeMachine = audio === true || audio === 'system';
  return {
    video: { frameRate: { max: frameRate }, ...(surface ? { displaySurface: surface } : {}) },
    audio: audio !== false && {
      restrictOwnAudio: true,
      suppressLocalAudioPlayback: options.muteLocally ?? false,
      echoCancellation: !canRestrictOwnAudio,
      noiseSuppression: false,
      autoGainControl: false,
    },
    selfBrowserSurface: include(options.includeThisTab ?? false),
    surfaceSwitching: include(options.surfaceSwitching ?? true),
    systemAudio: include(wholeMachine),
    windowAudio: wholeMachine ? 'system' : 'exclude',
  };
}

function include(yes: boolean): 'include' | 'exclude' {
  return yes ? 'include' : 'exclude';
}
