/** Objects that are open, by the name of their class. */
const live = new Map<string, number>();

let onLeak: ((name: string) => void) | undefined;

/** What is known of an object when it is gone; it must not lead back to the object. */
interface Remains {
  readonly name: string;
  readonly release: () => void;
}

const registry = new FinalizationRegistry<Remains>(({ name, release }) => {
  count(name, -1);
  release();
  onLeak?.(name);
});

/** How many codec objects of which class are open in this thread: `OpusEncoder` → 2. Empty when all were closed. */
export function liveCodecs(): ReadonlyMap<string, number> {
  return live;
}

/**
 * Whom to tell the class of an object that was collected as garbage and had not been closed. Its memory was given back
 * all the same, but only when the collector came by.
 *
 * @param listener takes the place of the one before; `undefined` for none
 */
export function setLeakListener(listener: ((name: string) => void) | undefined): void {
  onLeak = listener;
}

/**
 * Counts an object as open until `untrackCodec` is called with the same token.
 *
 * @param object whose collection is a leak
 * @param token held by the object
 * @param name of its class
 * @param release gives its memory back; it must not hold the object
 */
export function trackCodec(object: object, token: object, name: string, release: () => void): void {
  count(name, 1);
  registry.register(object, { name, release }, token);
}

/** The object of this token was closed. */
export function untrackCodec(token: object, name: string): void {
  if (registry.unregister(token)) count(name, -1);
}

function count(name: string, by: 1 | -1): void {
  const now = (live.get(name) ?? 0) + by;
  if (now === 0) live.delete(name);
  else live.set(name, now);
}
