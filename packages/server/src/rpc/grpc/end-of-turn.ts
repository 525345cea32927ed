/** Does what is left to do at the end of this turn of the event loop. Must not throw. */
export interface TurnEnd {
  /** Called once for each {@link atEndOfTurn}. */
  onTurnEnd(): void;
}

let waiting: TurnEnd[] = [];
const settled = Promise.resolve();

/**
 * Calls `work.onTurnEnd` when everything that came in with this turn is done. One microtask serves all: there is a call
 * for every message, and a microtask of its own for each would cost as much as the message.
 */
export function atEndOfTurn(work: TurnEnd): void {
  if (waiting.push(work) === 1) void settled.then(runAll);
}

function runAll(): void {
  const now = waiting;
  waiting = [];
  for (const work of now) work.onTurnEnd();
}
