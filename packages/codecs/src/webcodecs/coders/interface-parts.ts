import { Members } from '../data/idl/dictionaries.ts';

/** What a coder calls back with. */
export interface CoderCallbacks<Output extends readonly unknown[]> {
  /** Takes an output. */
  readonly output: (...output: Output) => void;
  /** Takes the error that closed the coder. */
  readonly error: (error: DOMException) => void;
}

/** Reads a coder's init dictionary. @throws {TypeError} unless it has both callbacks. Source: WebCodecs, constructors */
export function readCallbacks<Output extends readonly unknown[]>(
  value: unknown,
  dictionary: string,
): CoderCallbacks<Output> {
  const members = new Members(value, dictionary);
  const error = members.required('error', toCallback);
  const output = members.required('output', toCallback);
  return {
    output: (...outputs) => void Reflect.apply(output, undefined, outputs),
    error: (exception) => void Reflect.apply(error, undefined, [exception]),
  };
}

/** What `ondequeue` can be. Source: HTML, `EventHandler`. */
export type DequeueListener = ((event: Event) => unknown) | null;

/** The `ondequeue` attribute of a coder. Source: HTML, "event handler IDL attributes". */
export class DequeueHandler {
  readonly #target: EventTarget;
  #handler: DequeueListener = null;

  constructor(target: EventTarget) {
    this.#target = target;
  }

  /** The handler; `null` when there is none. */
  get(): DequeueListener {
    return this.#handler;
  }

  /** Takes a function; anything else takes the handler away. The first one decides its place among the listeners. */
  set(value: unknown): void {
    const handler = isCallable(value) ? value : null;
    if (handler && !this.#handler) this.#target.addEventListener('dequeue', this.#call);
    if (!handler) this.#target.removeEventListener('dequeue', this.#call);
    this.#handler = handler;
  }

  readonly #call = (event: Event): void => {
    const answer = this.#handler?.call(event.currentTarget, event);
    if (answer === false) event.preventDefault();
  };
}

/** WebIDL passes on whatever can be called. */
type Callable = (...values: readonly unknown[]) => unknown;

function toCallback(value: unknown, what: string): Callable {
  if (isCallable(value)) return value;
  throw new TypeError(`${what} is not a function`);
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}
