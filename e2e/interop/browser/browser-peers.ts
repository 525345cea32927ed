import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { NewsList } from '../news.ts';
import type { ClientName, PeerCommand, PeerPage } from './peer-page.ts';

const ENTRY = fileURLToPath(new URL('page.ts', import.meta.url));

declare global {
  var peerPage: PeerPage;
}

/** A page in Chromium in which several client libraries run. */
export class BrowserPeers {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #site: Server;

  private constructor(browser: Browser, page: Page, site: Server) {
    this.#browser = browser;
    this.#page = page;
    this.#site = site;
  }

  /**
   * Bundles the page and opens it.
   *
   * @param executablePath of Chromium
   * @param folder for the bundle
   */
  static async open(executablePath: string, folder: string): Promise<BrowserPeers> {
    const fileName = 'page.js';
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: { entry: ENTRY, formats: ['es'], fileName: () => fileName },
        minify: false,
      },
    });
    const script = await readFile(join(folder, fileName), 'utf8');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const page = await browser.newPage();
    const site = await openEmptySite();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
    await page.addScriptTag({ type: 'module', content: script });
    await page.waitForFunction(() => globalThis.peerPage !== undefined);
    return new BrowserPeers(browser, page, site);
  }

  /** How a peer enters with one of the libraries in the page. */
  enterBy(client: ClientName): (entry: Entry) => Promise<ForeignPeer> {
    return async (entry) => {
      await this.#page.evaluate(([name, told]) => globalThis.peerPage.enter(name, told), [client, entry] as const);
      return new BrowserPeer(this.#page, entry.id);
    };
  }

  /** Closes the browser. */
  async close(): Promise<void> {
    await this.#browser.close();
    this.#site.close();
  }
}

/**
 * Serves an empty page. Its origin is not the signaling server's, so what runs in it needs what that server allows
 * other origins; and it is on this machine, because Chromium asks people before a page from elsewhere may call here.
 */
async function openEmptySite(): Promise<Server> {
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>interop</title>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  return site;
}

/** The test's side of a peer in the page. */
class BrowserPeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList;
  readonly #page: Page;

  constructor(page: Page, id: string) {
    this.#page = page;
    this.id = id;
    this.news = new RemoteNews(page, id);
  }

  async offer(to: string, sdp: string): Promise<void> {
    await this.#run({ name: 'offer', args: [to, sdp] });
  }

  async answer(to: string, sdp: string): Promise<void> {
    await this.#run({ name: 'answer', args: [to, sdp] });
  }

  async candidate(to: string, candidate: string): Promise<void> {
    await this.#run({ name: 'candidate', args: [to, candidate] });
  }

  list(): Promise<readonly string[]> {
    return this.#run({ name: 'list', args: [] });
  }

  async leave(): Promise<void> {
    await this.#run({ name: 'leave', args: [] });
  }

  async #run(command: PeerCommand): Promise<readonly string[]> {
    const outcome = await this.#page.evaluate(
      async ([id, told]) => {
        try {
          return { ids: await globalThis.peerPage.run(id, told) };
        } catch (caught) {
          const { name, message, number } = caught as Error & { number?: number };
          return { name, message, number: number ?? 0 };
        }
      },
      [this.id, command] as const,
    );
    if ('ids' in outcome) return outcome.ids;
    if (outcome.name === 'Refusal') throw new Refusal(outcome.number, outcome.message);
    throw new Error(outcome.message);
  }
}

/** News that wait in the page. */
class RemoteNews extends NewsList {
  readonly #page: Page;
  readonly #id: string;

  constructor(page: Page, id: string) {
    super();
    this.#page = page;
    this.#id = id;
  }

  override next(): ReturnType<NewsList['next']> {
    return this.#page.evaluate((id) => globalThis.peerPage.next(id), this.#id);
  }
}
