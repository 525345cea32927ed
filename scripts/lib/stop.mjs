/** A reason to end that one sentence tells: no stack is shown. */
export class Stop extends Error {}

/**
 * Runs a script's main function. A {@link Stop} prints its sentence and ends the process with code 1; anything else is
 * a fault of the script and shows where it came from.
 *
 * @param {() => Promise<number | void>} main gives the exit code, 0 if nothing
 */
export function runMain(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      console.error(error instanceof Stop ? `\n${error.message}` : error);
      process.exitCode = 1;
    },
  );
}
