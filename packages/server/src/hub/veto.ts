import { SdkError } from '@remotemedia/base';
import type { Awaitable } from './awaitable.ts';

/**
 * Asks an application's handler.
 *
 * @throws {SdkError} as the handler threw it; `permission-denied` for anything else. A promise rejects with these.
 */
export function runHandler(ask: () => Awaitable<void>): Awaitable<void> {
  try {
    const asked = ask();
    return asked instanceof Promise ? asked.catch(refuse) : undefined;
  } catch (caught) {
    return refuse(caught);
  }
}

function refuse(caught: unknown): never {
  if (caught instanceof SdkError) throw caught;
  // What went wrong in there is nothing that a stranger should read.
  throw new SdkError('permission-denied', 'the application refused this', { cause: caught });
}
