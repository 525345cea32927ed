/** How the text of a flag is read. */
export type FlagKind =
  /** On or off: `--name`, `--no-name`, `--name=false`; in the environment true, false, 1, 0, yes, no, on or off. */
  | 'switch'
  /** Text as it is. */
  | 'text'
  /** Texts with commas between them; the flag may be given more than once. */
  | 'list'
  /** A whole number. */
  | 'whole'
  /** Seconds, with a fraction if need be. */
  | 'seconds'
  /** `PER_SECOND:BURST`, `PER_SECOND` with ten times that at once, or `off`. */
  | 'rate'
  /** `HOST:PORT`, `[IPv6]:PORT` or `:PORT`. */
  | 'address';

/** One thing that can be set on the command line or in the environment. */
export interface Flag {
  /** Its name on the command line, without the dashes. */
  readonly name: string;
  /** Its name in one letter. */
  readonly short?: string;
  /** More names on the command line, which other RemoteMedia servers have for it. */
  readonly aliases?: readonly string[];
  /** Variables of the environment, used where the flag is not given; the first that is set and not empty counts. */
  readonly env: readonly string[];
  /** How its text is read. */
  readonly kind: FlagKind;
  /** What stands for the value in the help; not for switches. */
  readonly value?: string;
  /** Its default as the help has it. @default there is none */
  readonly otherwise?: string;
  /** What it is, for the help. */
  readonly about: string;
  /** Whether its value may never be shown. */
  readonly isSecret?: boolean;
  /** The option of `startServer` that it sets, as a path such as `access.jwt.secret`. */
  readonly option?: string;
  /** The only texts that it takes. */
  readonly choices?: readonly string[];
  /** Why it has no effect in this version, where it has none. It is checked all the same. */
  readonly idle?: string;
}

/** Flags that belong together. */
export interface FlagGroup {
  /** What they are about, for the help. */
  readonly title: string;
  /** The flags. */
  readonly flags: readonly Flag[];
}

/** The flag that names a file with the secret in it, for a flag whose value is secret. */
export function fileFlagOf(secret: Flag): Flag {
  return {
    name: `${secret.name}-file`,
    env: secret.env.map((name) => `${name}_FILE`),
    kind: 'text',
    value: 'FILE',
    about: `file to read --${secret.name} from; arguments can be seen by every user of the machine`,
  };
}

/** The flag's name as it is written on the command line. */
export function dashed(flag: Flag): string {
  return `--${flag.name}`;
}
