/// <reference types="vite/client" />
import type { Contender, Link, Timing } from './contender.ts';

declare global {
  /** Set once the code of the contender is loaded; the driver calls it. */
  var bench: { host(room: string): Promise<void>; join(room: string): Promise<Timing> } | undefined;
}

/** One chunk for each, so that a page holds the code of its own contender only. */
const contenders = import.meta.glob<Contender>('./contenders/*.ts');

const query = new URLSearchParams(location.search);
const load = contenders[`./contenders/${query.get('contender')}.ts`];
if (!load) throw new Error(`no contender ${query.get('contender')}`);
const contender = await load();
const signaling = query.get('signaling') ?? location.origin;
globalThis.bench = {
  host: (room) => contender.host({ room, signaling }),
  async join(room) {
    const startMs = performance.now();
    const link = await contender.join({ room, signaling });
    const openMs = performance.now() - startMs;
    await checkUsable(link);
    return { startMs: performance.timeOrigin + startMs, openMs };
  },
};

/** After the clock has stopped: what the library calls open must carry a text there and back. */
async function checkUsable(link: Link): Promise<void> {
  const text = crypto.randomUUID();
  const back = await link.echo(text);
  if (back !== text) throw new Error(`sent ${text} over the data channel and got back ${back}`);
}
