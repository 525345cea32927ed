/** @throws {Error} unless `condition` holds */
export function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`not as expected: ${what}`);
}

/** @throws {Error} unless both are the same, as JSON */
export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, shouldBe] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== shouldBe) throw new Error(`${what} is ${is}, not ${shouldBe}`);
}

/** @throws {Error} unless `call` throws an error of that name at once */
export function checkThrows(name: string, call: () => unknown, what: string): void {
  let thrown: unknown = 'nothing';
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  checkName(thrown, name, `what ${what} throws`);
}

/** @throws {Error} unless the promise rejects with an error of that name; that error comes back */
export async function checkRejects(name: string, promise: Promise<unknown>, what: string): Promise<unknown> {
  const reason: unknown = await promise.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  checkName(reason, name, `what ${what} rejects with`);
  return reason;
}

function checkName(error: unknown, name: string, what: string): void {
  const found = error instanceof Error || error instanceof DOMException ? error.name : String(error);
  if (found !== name) throw new Error(`${what} is ${found} (${String(error)}), not ${name}`);
}

/** Fails when it is called: for callbacks that must not be. */
export function never(what: string): (value: unknown) => never {
  return (value) => {
    throw new Error(`${what} was called with ${String(value)}`);
  };
}

/** Tasks that are posted by now have run. */
export function tasksOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
