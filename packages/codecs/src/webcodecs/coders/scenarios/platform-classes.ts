/** The classes that a scenario uses, typed as the platform's: the browser's own, or ours in their place. */
export interface PlatformClasses {
  /** Source: WebCodecs. */
  readonly AudioData: typeof AudioData;
  /** Source: WebCodecs. */
  readonly AudioDecoder: typeof AudioDecoder;
  /** Source: WebCodecs. */
  readonly AudioEncoder: typeof AudioEncoder;
  /** Source: WebCodecs. */
  readonly EncodedAudioChunk: typeof EncodedAudioChunk;
  /** Source: WebCodecs. */
  readonly EncodedVideoChunk: typeof EncodedVideoChunk;
  /** Source: WebCodecs. */
  readonly VideoDecoder: typeof VideoDecoder;
  /** Source: WebCodecs. */
  readonly VideoEncoder: typeof VideoEncoder;
  /** Source: WebCodecs. */
  readonly VideoFrame: typeof VideoFrame;
}

/** Something a page does with coders, and what it relies on. It runs anywhere and needs no test framework. */
export interface Scenario {
  /** What happens. */
  readonly name: string;
  /** Rejects when something is not as the page relies on it to be. */
  readonly run: (classes: PlatformClasses) => Promise<void>;
}

const NAMES = [
  'AudioData',
  'AudioDecoder',
  'AudioEncoder',
  'EncodedAudioChunk',
  'EncodedVideoChunk',
  'VideoDecoder',
  'VideoEncoder',
  'VideoFrame',
];

/**
 * The classes of a module or a global scope. TypeScript cannot compare ours with the platform's as a whole: its lists of
 * colours and pixel formats are shorter than the specification's.
 *
 * @throws {TypeError} when one is missing
 */
export function platformClasses(scope: object): PlatformClasses {
  if (hasClasses(scope)) return scope;
  throw new TypeError(`a class is missing: ${NAMES.filter((name) => !Reflect.has(scope, name)).join(', ')}`);
}

function hasClasses(scope: object): scope is PlatformClasses {
  return NAMES.every((name) => typeof Reflect.get(scope, name) === 'function');
}
