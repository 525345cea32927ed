import type { LogSettings } from '../logging/log-settings.ts';
import { type ServerOptions, toSettings } from '../server-options.ts';
import { effectiveConfig } from './effective-config.ts';
import { withFlagNames } from './flag-names-in-errors.ts';
import { FlagValues } from './flag-values.ts';
import { helpText } from './help-text.ts';
import { checkIdleFlags } from './idle-flags.ts';
import { logSettingsOf } from './log-settings-of.ts';
import { mistypedVariables } from './mistyped-variables.ts';
import { toServerOptions } from './to-server-options.ts';

/** What the command line asks for. */
export type Command =
  | {
      /** Something is to be printed: the help, or what is in effect. */
      readonly kind: 'print';
      /** It, with its last line end. */
      readonly text: string;
    }
  | {
      /** The version is to be printed. */
      readonly kind: 'version';
    }
  | {
      /** A server is to run. */
      readonly kind: 'serve';
      /** Its options; they have been checked. */
      readonly options: ServerOptions;
      /** How it logs. */
      readonly log: LogSettings;
      /** Sentences for the log: what was given and has no effect, what looks mistyped. */
      readonly notices: readonly string[];
    };

/**
 * Reads the arguments (without node and script) and the environment.
 *
 * @throws {SdkError} `invalid-argument`, with a sentence to print that names the flag or the variable
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const values = new FlagValues(args, env);
  if (values.isOn('help')) return { kind: 'print', text: helpText() };
  if (values.isOn('version')) return { kind: 'version' };
  const options = toServerOptions(values);
  withFlagNames(values, () => toSettings(options));
  const log = logSettingsOf(values);
  const notices = [...checkIdleFlags(values), ...mistypedVariables(env)];
  if (values.isOn('config-check')) {
    return {
      kind: 'print',
      text: `${effectiveConfig(values)}\n${notices.map((notice) => `note: ${notice}\n`).join('')}`,
    };
  }
  return { kind: 'serve', options, log, notices };
}
