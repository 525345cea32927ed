import { SdkError } from '@remotemedia/base';
import { dashed, type Flag } from './flag.ts';
import { nearestName } from './nearest-name.ts';

/** What was given for flags, by their names; a switch has `true` or `false`. */
export type GivenArguments = ReadonlyMap<string, string>;

/**
 * Sorts the arguments by flag: `--name value`, `--name=value`, `-n value`, `--switch`, `--no-switch`. The last of
 * several counts; those of lists are joined.
 *
 * @throws {SdkError} `invalid-argument` for what is no flag, a flag without its value, a switch with one
 */
export function readArguments(args: readonly string[], flags: readonly Flag[]): GivenArguments {
  const names = namesOf(flags);
  const given = new Map<string, string>();
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const [written = '', ...parts] = argument.split('=');
    const inline = parts.length > 0 ? parts.join('=') : undefined;
    const flag = names.get(written) ?? positive(names, written, inline);
    if (!flag)
      throw unknownFlag(
        written,
        [...names.keys()].filter((name) => name.startsWith('--')),
      );
    const isNegated = !names.has(written);
    const text = flag.kind === 'switch' ? (inline ?? String(!isNegated)) : (inline ?? nextValue(flag, rest));
    const before = flag.kind === 'list' ? given.get(flag.name) : undefined;
    given.set(flag.name, before === undefined ? text : `${before},${text}`);
  }
  return given;
}

function namesOf(flags: readonly Flag[]): Map<string, Flag> {
  const names = new Map<string, Flag>();
  for (const flag of flags) {
    for (const name of [flag.name, ...(flag.aliases ?? [])]) names.set(`--${name}`, flag);
    if (flag.short !== undefined) names.set(`-${flag.short}`, flag);
  }
  return names;
}

/** The switch that `--no-name` turns off. */
function positive(names: ReadonlyMap<string, Flag>, written: string, inline: string | undefined): Flag | undefined {
  if (!written.startsWith('--no-') || inline !== undefined) return undefined;
  const flag = names.get(`--${written.slice('--no-'.length)}`);
  return flag?.kind === 'switch' ? flag : undefined;
}

function nextValue(flag: Flag, rest: string[]): string {
  const [next] = rest;
  if (next === undefined || /^-./.test(next)) {
    throw new SdkError('invalid-argument', `${dashed(flag)} needs a value: ${dashed(flag)} ${flag.value ?? 'VALUE'}`);
  }
  rest.shift();
  return next;
}

function unknownFlag(written: string, names: readonly string[]): SdkError {
  // What is no flag may be a secret that slipped: it is not repeated.
  if (!written.startsWith('-')) {
    return new SdkError('invalid-argument', 'there is an argument that belongs to no flag; --help lists what there is');
  }
  const nearest = nearestName(bare(written), names.map(bare));
  const hint = nearest === undefined ? '' : `; did you mean --${nearest}?`;
  return new SdkError('invalid-argument', `there is no flag ${shown(written)}${hint} (--help lists all)`);
}

function bare(name: string): string {
  return name.replace(/^-+/, '');
}

function shown(written: string): string {
  return JSON.stringify(written.length > 40 ? `${written.slice(0, 40)}…` : written).slice(1, -1);
}
