import type { Browser } from '@playwright/test';
import { launchBareChromium, launchChromium, launchDenyingChromium, launchFirefox } from './browsers.ts';
import { CaptureFolder } from './capture-files.ts';
import type { Person } from './cast.ts';

/** A browser to test in. */
export type Engine = 'chromium' | 'firefox';

/**
 * The browser processes of one worker: one for each person and engine, started when first needed and kept for later
 * tests, which take a fresh context each. One that has died is replaced.
 */
export class BrowserPool {
  readonly #capture: CaptureFolder;
  readonly #browsers = new Map<string, Promise<Browser>>();

  /** @param capture pictures and tones of the people; the pool closes it */
  constructor(capture: CaptureFolder = new CaptureFolder()) {
    this.#capture = capture;
  }

  /** The browser that has this person's camera and microphone. */
  browserOf(person: Person, engine: Engine): Promise<Browser> {
    return this.#shared(`${engine} of ${person.name}`, () =>
      engine === 'firefox' ? launchFirefox(person.toneHz) : launchChromium(this.#capture.filesOf(person)),
    );
  }

  /** A Chromium without camera and microphone. */
  bare(): Promise<Browser> {
    return this.#shared('bare', launchBareChromium);
  }

  /** A Chromium whose owner refuses camera and microphone. */
  denying(): Promise<Browser> {
    return this.#shared('denying', launchDenyingChromium);
  }

  /** Ends all processes and removes the capture files. */
  async close(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.values());
    this.#browsers.clear();
    await Promise.all(browsers.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    this.#capture.close();
  }

  #shared(key: string, launch: () => Promise<Browser>): Promise<Browser> {
    const known = this.#browsers.get(key);
    if (known) return known;
    const started = launch();
    this.#browsers.set(key, started);
    const forget = () => this.#browsers.delete(key);
    started.then((browser) => browser.once('disconnected', forget), forget);
    return started;
  }
}
