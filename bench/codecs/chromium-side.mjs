import { openPage } from '../harness/browser.mjs';
import { startTask } from './node-side.mjs';

/** Contenders in Chromium: all in one page that stays warm; a page with nothing cached for what must be cold. */
export class ChromiumSide {
  #browser;
  #url;
  /** @type {ReturnType<typeof openPage> | undefined} */
  #warm;

  /** @param {import('playwright').Browser} browser @param {string} url */
  constructor(browser, url) {
    this.#browser = browser;
    this.#url = url;
  }

  /** @param {string} contender @param {import('./task.ts').Task} task @param {boolean} isLooking */
  async perform(contender, task, isLooking) {
    this.#warm ??= this.#open();
    const { page, faults } = await this.#warm;
    try {
      const call = { do: 'perform', contender, task, isLooking };
      return await page.evaluate((call) => globalThis.codecBench(call), call);
    } catch (error) {
      throw new Error([`${contender} in Chromium: ${error.message}`, ...faults.splice(0)].join('\n  '));
    }
  }

  /** @param {string} contender @param {string} row @returns {Promise<number>} milliseconds */
  async startOnce(contender, row) {
    const { elapsedMs } = await this.watchStart(contender, row);
    return elapsedMs;
  }

  /** @param {string} contender @param {string} row @returns {Promise<{ elapsedMs: number, paths: string[] }>} `paths` are what was loaded for it */
  async watchStart(contender, row) {
    const { page } = await this.#open();
    try {
      /** @type {string[]} */
      const paths = [];
      page.context().on('request', (request) => paths.push(new URL(request.url()).pathname));
      const call = { do: 'start', contender, task: startTask(row) };
      const elapsedMs = await page.evaluate((call) => globalThis.codecBench(call), call);
      return { elapsedMs, paths: paths.filter((path) => !path.startsWith('/clips/')) };
    } finally {
      await page.context().close();
    }
  }

  async #open() {
    return openPage(await this.#browser.newContext(), this.#url, () => globalThis.codecBench !== undefined);
  }
}
