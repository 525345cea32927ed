import { levelOfFilter } from '../logging/log-filter.ts';
import type { LogSettings } from '../logging/log-settings.ts';
import { FLAGS } from './flag-table.ts';
import type { FlagValues } from './flag-values.ts';
import { iceServersOf } from './ice-servers-of.ts';

/** Shorter texts are no secrets worth the name, and blotting them out would spoil every line. */
const LEAST_SECRET_LENGTH = 4;

/** How to log. @throws {SdkError} `invalid-argument` */
export function logSettingsOf(values: FlagValues): LogSettings {
  const filter = values.text('log-level');
  const level = filter === undefined ? 'info' : levelOfFilter(filter);
  if (level === undefined) throw values.refuse('log-level', 'off, error, warn, info, debug or trace');
  return { format: formatOf(values), level, secrets: secretsOf(values) };
}

function formatOf(values: FlagValues): LogSettings['format'] {
  const isJson = values.isOn('json-logging');
  const format = values.text('log-format') ?? (isJson ? 'json' : 'pretty');
  return format === 'json' ? 'json' : 'pretty';
}

/** Secret flags, and the passwords in other ones. */
function secretsOf(values: FlagValues): string[] {
  const whole = FLAGS.filter(({ isSecret }) => isSecret).flatMap(({ name }) => values.list(name) ?? []);
  const inTurn = (iceServersOf(values) ?? []).flatMap(({ credential }) => credential ?? []);
  const inNats = (values.list('nats') ?? []).flatMap((url) => {
    const { username: user, password } = URL.canParse(url) ? new URL(url) : { username: '', password: '' };
    // What stands alone before the host is a token.
    return password === '' ? user : password;
  });
  return [...whole, ...inTurn, ...inNats].filter((secret) => secret.length >= LEAST_SECRET_LENGTH);
}
