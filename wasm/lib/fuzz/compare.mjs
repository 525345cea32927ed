import { PlayerFault } from './players.mjs';

/**
 * What is wrong with the answers to a script: a player ended or did not answer, or two do not agree.
 *
 * @param {readonly string[]} names of the players
 * @param {readonly PromiseSettledResult<readonly import('./commands.mjs').Answer[]>[]} outcomes of each
 * @param {readonly import('./commands.mjs').Command[]} script
 * @returns {string | undefined}
 */
export function faultIn(names, outcomes, script) {
  /** @type {(readonly import('./commands.mjs').Answer[])[]} */
  const answers = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') answers.push(outcome.value);
    else if (outcome.reason instanceof PlayerFault) return outcome.reason.message;
    else throw outcome.reason;
  }
  const at = script.findIndex((_command, index) => {
    return new Set(answers.map((list) => `${list[index]?.result} ${list[index]?.checksum}`)).size > 1;
  });
  if (at < 0) return undefined;
  const told = names.map((name, index) => `  ${name}: ${JSON.stringify(answers[index]?.[at])}`);
  const { kind, a, b, bytes } = script[at] ?? {};
  const asked = JSON.stringify({ kind, a, b, bytes: bytes?.length });
  return `They differ at command ${at} of ${script.length}, ${asked}:\n${told.join('\n')}`;
}
