import { SdkError } from '@remotemedia/base';
import { dashed } from './flag.ts';
import { FLAGS } from './flag-table.ts';
import type { FlagValues } from './flag-values.ts';

/**
 * Does `work`; an error that starts with the path of an option then starts with the flag or the variable that set it,
 * which is what the operator knows.
 */
export function withFlagNames<Result>(values: FlagValues, work: () => Result): Result {
  try {
    return work();
  } catch (caught) {
    const error = SdkError.from(caught, 'internal');
    const [path] = /^[\w.]+/.exec(error.detail) ?? [''];
    const from = sourceOf(values, path) ?? flagOf(path);
    if (error.code !== 'invalid-argument' || from === undefined) throw error;
    throw new SdkError('invalid-argument', from + error.detail.slice(path.length), { cause: error });
  }
}

/** Who set the option: the flag of this very path, else one of a part of it. */
function sourceOf(values: FlagValues, path: string): string | undefined {
  const given = FLAGS.flatMap(({ name, option }) => {
    const from = option === undefined ? undefined : values.given(name)?.from;
    return option === undefined || from === undefined ? [] : [{ option, from }];
  });
  const exact = given.find(({ option }) => option === path);
  return (exact ?? given.find(({ option }) => option.startsWith(`${path}.`) || path.startsWith(`${option}.`)))?.from;
}

/** The flag of an option that nobody set, whose default does not fit what was set. */
function flagOf(path: string): string | undefined {
  const flag = FLAGS.find(({ option }) => option === path);
  return flag && dashed(flag);
}
