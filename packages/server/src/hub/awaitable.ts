/**
 * Something that is there at once, or later when another instance has to be asked. What is there at once is never
 * wrapped: most messages stay within one process, and a promise for each would cost more than the message.
 */
export type Awaitable<T> = T | Promise<T>;

/** Goes on with `value`, at once where it is there at once. */
export function andThen<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
