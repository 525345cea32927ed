import { SdkError } from '@remotemedia/base';
import type { CodecFile, CodecSource } from '../../../module/codec-source.ts';

/** Where the parts that run off the page are, if not where the build put them. */
export interface CodecLocations {
  /**
   * The worker's file: `@remotemedia/sdk/workers/codec.js`, copied to the page's own origin. A page whose scripts come
   * from another origin (a CDN) needs it, as a browser takes workers from the page's origin only.
   */
  readonly workerUrl?: string | URL | undefined;
  /** WebAssembly by file: addresses of `@remotemedia/sdk/wasm/…` copied elsewhere, bytes, or compiled modules. */
  readonly wasm?: { readonly [File in CodecFile]?: CodecSource | undefined } | undefined;
  /**
   * `inline` runs the codecs on the thread that calls, in slices of some milliseconds: for places where no worker can be
   * made. It makes a page stutter at larger pictures. @default 'worker'
   */
  readonly thread?: 'worker' | 'inline' | undefined;
}

let current: CodecLocations = {};

/**
 * Says for the whole page where the codecs' worker and WebAssembly are loaded from. It holds for coders that are
 * configured afterwards; what is running stays as it is.
 *
 * @param locations replaces what was said before; `{}` goes back to the places that the build chose
 * @throws {SdkError} `invalid-argument` when an address is not valid
 */
export function setCodecLocations(locations: CodecLocations): void {
  const { workerUrl } = locations;
  if (typeof workerUrl === 'string' && !URL.canParse(workerUrl, baseUrl())) {
    throw new SdkError('invalid-argument', `workerUrl must be the address of the codec worker, got ${workerUrl}`);
  }
  current = { ...locations };
}

/** What {@link setCodecLocations} said last. */
export function codecLocations(): CodecLocations {
  return current;
}

/** What addresses are relative to: the page; in Node the working folder has no say, so they must be absolute. */
function baseUrl(): string | undefined {
  return typeof document === 'undefined' ? undefined : document.baseURI;
}
