import type { Browser } from '@playwright/test';
import type { ServerOptions } from '@remotemedia/server';
import { buildServer, type ServerProgram } from '../../cluster/server-process.ts';
import { buildCallPage, type CallPage } from '../../support/call-page.ts';
import { Caller, SMALL_PICTURE } from '../../support/caller.ts';
import type { JoinOptions, PublishWish } from '../page/hooks.ts';
import { Rig } from '../rig/rig.mjs';
import { launchOn } from './namespaced-browser.ts';
import { NamespacedServer } from './namespaced-server.ts';

const ROOM = 'network';

/** What all scenarios share: the server and the page, built. */
export interface Built {
  readonly program: ServerProgram;
  readonly page: CallPage;
}

/** Builds server and page. Whoever asks for it removes both. */
export async function buildAll(): Promise<Built> {
  return { program: await buildServer(), page: await buildCallPage() };
}

/** A rig with a server, and browsers in their hosts. Whoever opens it closes it. */
export class Net {
  readonly rig: Rig;
  readonly server: NamespacedServer;
  readonly #browsers: Browser[] = [];
  readonly #others: { close(): Promise<void> }[] = [];

  private constructor(rig: Rig, server: NamespacedServer) {
    this.rig = rig;
    this.server = server;
  }

  /** Opens a rig with the hosts a, b and server, the first two with two uplinks each. */
  static async open({ program, page }: Built, options: ServerOptions = {}): Promise<Net> {
    const rig = await Rig.open({ hosts: ['a', 'b', 'server'], uplinks: 2 });
    try {
      const server = await NamespacedServer.start(rig, 'server', program, { demoDir: page.dir, ...options });
      return new Net(rig, server);
    } catch (error) {
      rig.close();
      throw error;
    }
  }

  /** Opens the page in a browser on a host. */
  async open(host: string): Promise<Caller> {
    const browser = await launchOn(this.rig, host, this.server.url);
    this.#browsers.push(browser);
    return Caller.open(browser, this.server.url, host);
  }

  /** Brings the browser of a host into the call, sending. */
  async enter(caller: Caller, options: Partial<JoinOptions> = {}, wish: PublishWish = SMALL_PICTURE): Promise<void> {
    await caller.join(ROOM, options.signaling ?? this.server.url, options);
    await caller.do('publish', wish);
  }

  /** Takes something that is closed with the rig. */
  own<Thing extends { close(): Promise<void> }>(thing: Thing): Thing {
    this.#others.push(thing);
    return thing;
  }

  /** Ends browsers, server and rig. */
  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close().catch(() => {})));
    await Promise.all([this.server, ...this.#others].map((each) => each.close()));
    this.rig.close();
  }
}
