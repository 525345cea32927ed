import type { Flag } from './flag.ts';
import { FLAG_GROUPS } from './flag-table.ts';
import type { FlagValues } from './flag-values.ts';

/** Columns of `--config-check`: flag, value, where it is from. */
const NAME_WIDTH = 26;
const VALUE_WIDTH = 34;

/** What `--config-check` prints: each flag with what is in effect and where that is from. Secrets are masked. */
export function effectiveConfig(values: FlagValues): string {
  return FLAG_GROUPS.map(({ title, flags }) => `${title}:\n${flags.flatMap((flag) => lineOf(values, flag)).join('')}`)
    .filter((text) => text.includes('  --'))
    .join('\n');
}

function lineOf(values: FlagValues, flag: Flag): string[] {
  // A flag without a variable asks for something at once; one that names the file of a secret is told with that secret.
  if (flag.env.length === 0 || flag.name.endsWith('-file')) return [];
  const given = values.given(flag.name);
  const value = given ? shown(flag, given.text) : (flag.otherwise ?? '-');
  return [
    `  ${`--${flag.name}`.padEnd(NAME_WIDTH)}${value.padEnd(VALUE_WIDTH)} ${given?.from ?? 'default'}`
      .trimEnd()
      .concat('\n'),
  ];
}

function shown(flag: Flag, text: string): string {
  if (flag.isSecret) return '********';
  // URLs, of NATS for one, may have a password in them.
  return JSON.stringify(text.replaceAll(/\/\/[^/@\s,]*@/g, '//********@')).slice(1, -1);
}
