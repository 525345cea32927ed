import { openChromium, openPage } from '../harness/browser.mjs';
import { bundleSite, makeBuildFolder } from '../harness/bundle.mjs';
import { CleanUp } from '../harness/clean-up.mjs';
import { within } from '../harness/deadline.mjs';
import { waitForQuiet } from '../harness/quiet.mjs';
import { startStaticSite } from '../harness/static-site.mjs';
import { GROUPS } from './groups.mjs';
import { bundleOffPage } from './off-page.mjs';
import { present } from './present.mjs';

const QUIET_TIMEOUT_MS = 10_000;
const RUN_TIMEOUT_MS = 180_000;

/** How long the load lasts, and in how many rounds it is looked at: it does not get truer with more. */
const LOAD_SECONDS = Number(process.env.BENCH_PIPELINE_LOAD_SECONDS ?? 60);
const LOAD_LOOKS = 2;

/**
 * @returns {Promise<import('../harness/registry.mjs').Session>}
 */
export async function openSession() {
  const cleanUp = new CleanUp();
  try {
    const build = await makeBuildFolder('pipeline');
    cleanUp.add(build.remove);
    const folder = await bundleSite(new URL('.', import.meta.url), build.path);
    await bundleOffPage(folder);
    const site = await startStaticSite(folder);
    cleanUp.add(site.close);
    const browser = await openChromium();
    cleanUp.add(() => browser.close());
    const page = new BenchPage(browser, `http://127.0.0.1:${site.port}/`);
    return {
      browser: `Chromium ${browser.version()}`,
      measure: (name) => page.measure(name),
      present,
      close: () => cleanUp.run(),
    };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/** Each measurement has a page of its own: audio contexts and workers of others are gone then. */
class BenchPage {
  #browser;
  #url;
  /** @type {Map<string, number[]>} shares that a look under load gave, by contender */
  #looks = new Map();
  /** @type {Map<string, number>} how often a contender has been asked for */
  #asked = new Map();

  /** @param {import('playwright').Browser} browser @param {string} url */
  constructor(browser, url) {
    this.#browser = browser;
    this.#url = url;
  }

  /** @param {string} fullName @returns {Promise<number>} */
  async measure(fullName) {
    const at = fullName.lastIndexOf('/');
    const [name, contender] = [fullName.slice(0, at), fullName.slice(at + 1)];
    const group = GROUPS.find((one) => one.name === name);
    if (!group) throw new Error(`there is no group ${name}`);
    if (group.about === 'load') return this.#underLoad(contender);
    const subject = name.slice(name.indexOf(':') + 1);
    return this.#inPage((call) => globalThis.pipelineBench.measure(call), { about: group.about, subject, contender });
  }

  /** All contenders are looked at in the same minutes; later rounds get the same figures again. */
  async #underLoad(contender) {
    const asked = this.#asked.get(contender) ?? 0;
    this.#asked.set(contender, asked + 1);
    const look = asked % LOAD_LOOKS;
    if ((this.#looks.get(contender)?.length ?? 0) <= look) {
      const shares = await this.#inPage((seconds) => globalThis.pipelineBench.underLoad(seconds), LOAD_SECONDS);
      for (const [name, share] of Object.entries(shares))
        this.#looks.set(name, [...(this.#looks.get(name) ?? []), share]);
    }
    return this.#looks.get(contender)[look];
  }

  async #inPage(work, argument) {
    await waitForQuiet(QUIET_TIMEOUT_MS);
    const context = await this.#browser.newContext();
    try {
      const { page, faults } = await openPage(context, this.#url, () => globalThis.pipelineBench !== undefined);
      // Browsers hold sound back until somebody has touched the page.
      await page.mouse.click(5, 5);
      return await within(page.evaluate(work, argument), RUN_TIMEOUT_MS, JSON.stringify(argument)).catch((error) => {
        throw new Error([error.message, ...faults].join('\n  '));
      });
    } finally {
      await context.close();
    }
  }
}
