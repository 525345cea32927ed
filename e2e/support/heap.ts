import type { CDPSession, Page } from '@playwright/test';

/** What is in the memory of a page after everything was collected that can be. */
export interface Heap {
  /** Bytes of JavaScript objects, and of those of the browser behind them. */
  readonly bytes: number;
  /** Live objects of these classes, closed ones that somebody still holds among them. */
  readonly objects: Readonly<Record<string, number>>;
  /** Live functions: whatever is left behind leaves one, a listener for example. */
  readonly functions: number;
}

/** Classes that a call makes instances of. */
const COUNTED = [
  'RTCPeerConnection',
  'RTCDataChannel',
  'RTCRtpTransceiver',
  'MediaStreamTrack',
  'AudioContext',
  'AbortSignal',
];

/** Looks into the memory of a page. Chromium only. */
export class HeapWatch {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  /** Begins. */
  static async open(page: Page): Promise<HeapWatch> {
    return new HeapWatch(await page.context().newCDPSession(page));
  }

  /** Collects garbage and counts what is left. */
  async look(): Promise<Heap> {
    // What is only let go of by a finalizer takes a second round.
    for (let rounds = 0; rounds < 2; rounds += 1) await this.#session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage');
    const objects: Record<string, number> = {};
    for (const name of COUNTED) objects[name] = await this.#instancesOf(name);
    return { bytes: usedSize, objects, functions: await this.#instancesOf('Function') };
  }

  async #instancesOf(name: string): Promise<number> {
    const { result } = await this.#session.send('Runtime.evaluate', { expression: `${name}.prototype` });
    const { objects } = await this.#session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
    const length = await this.#session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    for (const { objectId } of [result, objects]) {
      if (objectId) await this.#session.send('Runtime.releaseObject', { objectId });
    }
    return Number(length.result.value);
  }
}
