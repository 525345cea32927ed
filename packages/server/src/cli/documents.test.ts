import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ServerMetrics } from '../metrics/server-metrics.ts';
import { dashed, type Flag, fileFlagOf } from './flag.ts';
import { FLAG_GROUPS, FLAGS } from './flag-table.ts';

const DOCS = new URL('../../../../docs/', import.meta.url);
const operations = readFileSync(new URL('operations.md', DOCS), 'utf8');

describe('docs/flags.md', () => {
  // Brought up to date by `npx vitest run --project node packages/server/src/cli -u`.
  test('has the table of flags', async () => {
    await expect(flagsDocument()).toMatchFileSnapshot(fileURLToPath(new URL('flags.md', DOCS)));
  });
});

describe('docs/operations.md', () => {
  test('names only flags that there are', () => {
    const negated = FLAGS.flatMap(({ kind, name }) => (kind === 'switch' ? [`--no-${name}`] : []));
    const names = [
      ...FLAGS.map(dashed),
      ...negated,
      ...FLAGS.flatMap(({ aliases = [] }) => aliases.map((name) => `--${name}`)),
    ];
    const used = [...operations.matchAll(/`remotemedia-server[^`]*`|`(--[a-z][a-z-]*)/g)].flatMap(
      ([text]) => text.match(/--[a-z][a-z-]*/g) ?? [],
    );
    expect([...new Set(used)].filter((name) => !names.includes(name))).toEqual([]);
    expect(used.length).toBeGreaterThan(10);
  });

  test('names only variables that there are', () => {
    const known = FLAGS.flatMap((flag) => [...flag.env, ...(flag.isSecret ? fileFlagOf(flag).env : [])]);
    const used = [...operations.matchAll(/\b(?:WEBRTC|GRPC|REMOTEMEDIA|RUST)_[A-Z_]+\b/g)].map(([name]) => name);
    expect([...new Set(used)].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('has every metric of ours, and no other', async () => {
    const ours = (await metricNames()).filter((name) => /^(grpc|remote)/.test(name));
    const documented = [...operations.matchAll(/^\| `((?:grpc|remotemedia)_\w+)/gm)].map(([, name]) => name);
    expect(documented.sort()).toEqual(ours.sort());
  });
});

describe('deploy/alerts.yaml', () => {
  const { groups } = parse(readFileSync(new URL('../deploy/alerts.yaml', DOCS), 'utf8')) as AlertRules;
  const rules = groups.flatMap((group) => group.rules);

  test.each(rules)('$alert looks at metrics that there are, and is explained', async ({ alert, expr }) => {
    const used = [...expr.matchAll(/\b(?:grpc_webrtc|remotemedia|nodejs|process)_\w+/g)];
    const names = await metricNames();
    expect(used.length).toBeGreaterThan(0);
    for (const [name] of used) expect(names).toContain(name.replace(/_bucket$/, ''));
    expect(operations).toContain(`| ${alert} |`);
  });
});

/** What of a file of alerts is looked at. */
interface AlertRules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

/** Names of all metrics that a server can have. */
async function metricNames(): Promise<string[]> {
  const stats = { peers: 0, rooms: 0, waitingPeers: 0, pendingOffers: 0, streams: 0, webSockets: 0, sockets: 0 };
  const metrics = new ServerMetrics({
    stats: () => stats,
    isDraining: () => false,
    bus: { isConnected: () => true, instances: () => 1 },
    stun: { stats: () => ({ requests: 0, refused: 0, limited: 0, ignored: 0 }) },
  });
  const text = await metrics.text();
  metrics.close();
  return [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
}

function flagsDocument(): string {
  const groups = FLAG_GROUPS.map(({ title, flags }) => {
    const heading = `## ${title.charAt(0).toUpperCase()}${title.slice(1)}`;
    return [heading, '', '| flag | variable | default | what it is |', '|---|---|---|---|', ...flags.map(row), ''].join(
      '\n',
    );
  });
  return `# Flags and variables of the server

What \`remotemedia-server --help\` prints, made from the same table. Where a flag is not given, its variable counts; of
several variables the first that is set; one that is empty counts as not set. Switches are turned off with \`--no-NAME\`
or \`--NAME=false\`, lists have commas between their entries. \`--config-check\` prints what is in effect and where it is
from, without secrets.

${groups.join('\n')}`;
}

function row({ name, short, aliases = [], value, env, otherwise, about, idle }: Flag): string {
  const names = [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    ...(short === undefined ? [] : [`-${short}`]),
    ...aliases.map((alias) => `--${alias}`),
  ];
  const cells = [
    code(names),
    code(env),
    otherwise === undefined ? '' : `\`${otherwise}\``,
    idle === undefined ? about : `${about}; ${idle}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(' ');
}
