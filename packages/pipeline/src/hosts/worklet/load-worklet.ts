import { SdkError } from '@remotemedia/base';

/** What each audio context has loaded; a module runs once in it, however often it is added. */
const loads = new WeakMap<BaseAudioContext, Map<string, Promise<void>>>();

/** Loads a module into the audio thread of a context, once. @throws {SdkError} `unavailable` when it cannot be loaded */
export async function loadWorklet(context: BaseAudioContext, url: URL | string): Promise<void> {
  const loaded = loads.get(context) ?? new Map<string, Promise<void>>();
  loads.set(context, loaded);
  const key = String(url);
  const load = loaded.get(key) ?? addModule(context, key);
  loaded.set(key, load);
  try {
    await load;
  } catch (error) {
    // The next one may have more luck.
    loaded.delete(key);
    throw error;
  }
}

async function addModule(context: BaseAudioContext, url: string): Promise<void> {
  if (!context.audioWorklet) {
    throw new SdkError('unavailable', 'this page has no AudioWorklet: pages need HTTPS, or localhost, for it');
  }
  try {
    await context.audioWorklet.addModule(url);
  } catch (cause) {
    const detail = `the module ${url} cannot be loaded into the audio thread; is it served as JavaScript, and does the`;
    throw new SdkError('unavailable', `${detail} page's Content-Security-Policy allow it?`, { cause });
  }
}
