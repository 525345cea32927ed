import type { Flag } from './flag.ts';
import { FLAG_GROUPS } from './flag-table.ts';

/** Columns of the help. */
const WIDTH = 100;
/** Column where explanations begin. */
const INDENT = 28;

/** What `--help` prints: made of the table of flags, so that none is missing. */
export function helpText(): string {
  const groups = FLAG_GROUPS.map(({ title, flags }) => `${title}:\n${flags.map(entry).join('')}`);
  return `remotemedia-server: signaling for RemoteMedia rooms, all protocols on one port

usage: remotemedia-server [flags]

Where a flag is not given, the variable behind it counts; an empty variable counts as not set.
Lists have commas between their entries. Switches are turned off with --no-NAME or --NAME=false.

${groups.join('\n')}`;
}

function entry(flag: Flag): string {
  const names = [...(flag.short === undefined ? [] : [`-${flag.short}`]), `--${flag.name}`].join(', ');
  const head = `  ${names}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  const lines = [...wrapped(flag.about), ...wrapped(notes(flag))];
  const isLong = head.length > INDENT - 2;
  const first = isLong ? [head] : [`${head.padEnd(INDENT)}${lines.shift() ?? ''}`];
  return `${[...first, ...lines.map((line) => ' '.repeat(INDENT) + line)].join('\n').trimEnd()}\n`;
}

/** Default, variables, other names and what it lacks, in one line. */
function notes({ otherwise, env, aliases = [], idle }: Flag): string {
  const parts = [
    ...(idle === undefined ? [] : [idle]),
    ...(otherwise === undefined ? [] : [`default ${otherwise}`]),
    ...(env.length === 0 ? [] : [env.join(', ')]),
    ...(aliases.length === 0 ? [] : [`also ${aliases.map((name) => `--${name}`).join(', ')}`]),
  ];
  return parts.length === 0 ? '' : `[${parts.join('; ')}]`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - INDENT) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
