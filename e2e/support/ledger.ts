import type { Page } from '@playwright/test';

/** How many things of each kind a page holds at a moment. */
export interface Holdings {
  /** RTCPeerConnections that are not closed. */
  readonly peerConnections: number;
  /** WebSockets that are not closed. */
  readonly webSockets: number;
  /** Requests whose answer has not come to its end, server streams among them. */
  readonly requests: number;
  /** AudioContexts that are not closed. */
  readonly audioContexts: number;
  /** Camera and microphone tracks that are live, clones included. */
  readonly captureTracks: number;
  /** `setInterval` that runs. */
  readonly intervals: number;
  /** `setTimeout` that waits. */
  readonly timeouts: number;
  /** `requestAnimationFrame` that waits. */
  readonly animationFrames: number;
  /** Listeners on window, document, navigator's parts, media queries and other things that outlive a call, by words. */
  readonly listeners: readonly string[];
  /** Web Locks of this page, held or waited for. */
  readonly locks: number;
  /** Workers that were not terminated. */
  readonly workers: number;
  /** BroadcastChannels that are not closed. */
  readonly broadcastChannels: number;
  /** `URL.createObjectURL` without its revocation. */
  readonly objectUrls: number;
}

/** Counts what a page holds. The page must have been opened with {@link keepLedger} as init script. */
export function holdingsOf(page: Page): Promise<Holdings> {
  return page.evaluate(() => (window as unknown as { ledger(): Promise<Holdings> }).ledger());
}

/** Runs in a page before its own code, so it must not use anything from outside itself. Installs `window.ledger()`. */
export function keepLedger(): void {
  const live = { intervals: new Set<unknown>(), timeouts: new Set<unknown>(), frames: new Set<unknown>() };
  const made = {
    peerConnections: [] as RTCPeerConnection[],
    webSockets: [] as WebSocket[],
    audioContexts: [] as AudioContext[],
    tracks: [] as MediaStreamTrack[],
  };
  const workers = new Set<Worker>();
  const channels = new Set<BroadcastChannel>();
  const objectUrls = new Set<string>();
  let requests = 0;

  /** Replaces a class of the platform by one that remembers what it made. */
  const remember = <T extends object>(name: string, keep: (instance: T) => void): void => {
    const scope = window as unknown as Record<string, new (...args: never[]) => T>;
    const original = scope[name];
    if (!original) return;
    scope[name] = new Proxy(original, {
      construct(target, args, newTarget) {
        const instance = Reflect.construct(target, args, newTarget) as T;
        keep(instance);
        return instance;
      },
    });
  };
  remember<RTCPeerConnection>('RTCPeerConnection', (connection) => made.peerConnections.push(connection));
  remember<WebSocket>('WebSocket', (socket) => made.webSockets.push(socket));
  remember<AudioContext>('AudioContext', (context) => made.audioContexts.push(context));
  remember<Worker>('Worker', (worker) => workers.add(worker));
  remember<BroadcastChannel>('BroadcastChannel', (channel) => channels.add(channel));

  /** Replaces a method by one that tells afterwards what it was called on and with, and what it gave. */
  const watch = <T extends object, K extends keyof T>(
    owner: T,
    name: K,
    told: (self: unknown, args: unknown[], result: unknown) => void,
  ): void => {
    const original = owner[name] as unknown as (...args: unknown[]) => unknown;
    owner[name] = function watched(this: unknown, ...args: unknown[]): unknown {
      const result = original.apply(this, args);
      told(this, args, result);
      return result;
    } as unknown as T[K];
  };
  watch(Worker.prototype, 'terminate', (worker) => workers.delete(worker as Worker));
  watch(BroadcastChannel.prototype, 'close', (channel) => channels.delete(channel as BroadcastChannel));
  watch(URL, 'createObjectURL', (_self, _args, url) => objectUrls.add(url as string));
  watch(URL, 'revokeObjectURL', (_self, [url]) => objectUrls.delete(url as string));
  watch(MediaStreamTrack.prototype, 'clone', (_self, _args, track) => made.tracks.push(track as MediaStreamTrack));
  watch(MediaDevices.prototype, 'getUserMedia', (_self, _args, result) => {
    void (result as Promise<MediaStream>).then(
      (stream) => made.tracks.push(...stream.getTracks()),
      () => {},
    );
  });

  watch(window, 'setInterval', (_self, _args, id) => live.intervals.add(id));
  watch(window, 'clearInterval', (_self, [id]) => live.intervals.delete(id));
  watch(window, 'clearTimeout', (_self, [id]) => live.timeouts.delete(id));
  watch(window, 'cancelAnimationFrame', (_self, [id]) => live.frames.delete(id));
  const setTimeoutOriginal = window.setTimeout.bind(window);
  window.setTimeout = ((work: TimerHandler, delayMs?: number, ...args: unknown[]): number => {
    const run = (): void => {
      live.timeouts.delete(id);
      if (typeof work === 'function') work(...args);
    };
    const id = setTimeoutOriginal(run, delayMs);
    live.timeouts.add(id);
    return id;
  }) as typeof window.setTimeout;
  const requestFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw: FrameRequestCallback): number => {
    const id = requestFrame((time) => {
      live.frames.delete(id);
      draw(time);
    });
    live.frames.add(id);
    return id;
  };

  const fetchOriginal = window.fetch.bind(window);
  window.fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    requests += 1;
    let open = true;
    const end = (): void => {
      if (open) requests -= 1;
      open = false;
    };
    try {
      const response = await fetchOriginal(input, init);
      if (!response.body) {
        end();
        return response;
      }
      const reader = response.body.getReader();
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          try {
            const { done, value } = await reader.read();
            if (!done) return controller.enqueue(value);
            end();
            controller.close();
          } catch (error) {
            end();
            controller.error(error);
          }
        },
        cancel(reason) {
          end();
          return reader.cancel(reason);
        },
      });
      // Abort ends a request even when nobody reads its body any more.
      init?.signal?.addEventListener('abort', end, { once: true });
      const { status, statusText, headers } = response;
      return new Response(body, { status, statusText, headers });
    } catch (error) {
      end();
      throw error;
    }
  };

  interface Entry {
    readonly target: EventTarget;
    readonly type: string;
    readonly listener: unknown;
    readonly capture: boolean;
  }
  let entries: Entry[] = [];
  /** Whether a target lives as long as the page. Elements, tracks and connections go with what they belong to. */
  const outlivesCalls = (target: unknown): target is EventTarget =>
    target === window ||
    target === document ||
    target === document.documentElement ||
    target === document.body ||
    target === navigator.mediaDevices ||
    target instanceof MediaQueryList ||
    target instanceof PermissionStatus ||
    target === window.visualViewport ||
    target === (navigator as { connection?: unknown }).connection;
  const captureOf = (options: unknown): boolean =>
    typeof options === 'object' && options !== null
      ? Boolean((options as { capture?: boolean }).capture)
      : options === true;
  const add = EventTarget.prototype.addEventListener;
  const isSame = (entry: Entry, target: unknown, type: string, listener: unknown, capture: boolean): boolean =>
    entry.target === target && entry.type === type && entry.listener === listener && entry.capture === capture;
  const forget = (target: unknown, type: string, listener: unknown, capture: boolean): void => {
    entries = entries.filter((entry) => !isSame(entry, target, type, listener, capture));
  };
  watch(EventTarget.prototype, 'addEventListener', (self, [type, listener, options]) => {
    const target = self ?? window;
    const capture = captureOf(options);
    if (!outlivesCalls(target) || !listener) return;
    if (entries.some((entry) => isSame(entry, target, type as string, listener, capture))) return;
    entries.push({ target, type: type as string, listener, capture });
    const { once, signal } = (typeof options === 'object' ? (options ?? {}) : {}) as AddEventListenerOptions;
    const gone = (): void => forget(target, type as string, listener, capture);
    if (once) add.call(target, type as string, gone, { once: true, capture });
    if (signal) add.call(signal, 'abort', gone, { once: true });
  });
  watch(EventTarget.prototype, 'removeEventListener', (self, [type, listener, options]) =>
    forget(self ?? window, type as string, listener, captureOf(options)),
  );

  const count = async (): Promise<Holdings> => {
    const locks = await navigator.locks?.query();
    // What is over is forgotten, so that it is not the ledger that holds it in memory.
    made.peerConnections = made.peerConnections.filter(({ signalingState }) => signalingState !== 'closed');
    made.webSockets = made.webSockets.filter(({ readyState }) => readyState !== WebSocket.CLOSED);
    made.audioContexts = made.audioContexts.filter(({ state }) => state !== 'closed');
    made.tracks = made.tracks.filter(({ readyState }) => readyState === 'live');
    return {
      peerConnections: made.peerConnections.length,
      webSockets: made.webSockets.length,
      requests,
      audioContexts: made.audioContexts.length,
      captureTracks: made.tracks.length,
      intervals: live.intervals.size,
      timeouts: live.timeouts.size,
      animationFrames: live.frames.size,
      listeners: entries.map(({ target, type }) => `${target.constructor.name} ${type}`).sort(),
      locks: (locks?.held?.length ?? 0) + (locks?.pending?.length ?? 0),
      workers: workers.size,
      broadcastChannels: channels.size,
      objectUrls: objectUrls.size,
    };
  };
  (window as unknown as { ledger: typeof count }).ledger = count;
}
