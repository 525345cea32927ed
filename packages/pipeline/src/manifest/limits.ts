/**
 * What a manifest may be at most. The limits are far above what people write, and low enough that the worst manifest within
 * them is checked in well under a second.
 */
export const MANIFEST_LIMITS: {
  /** Characters (UTF-16 code units) of the text: 1 MiB. */
  readonly textLength: number;
  /** Nodes. */
  readonly nodes: number;
  /** Connections. */
  readonly connections: number;
  /** Objects and lists within one another. */
  readonly depth: number;
  /** Characters of one text or name. */
  readonly stringLength: number;
  /** Aliases (`*name`) in a YAML text. */
  readonly aliases: number;
  /** Texts, numbers, lists and objects altogether; what an alias stands for counts each time. */
  readonly values: number;
  /** Words, signs, blanks and line ends of a YAML text: what its parser works on. */
  readonly lexemes: number;
  /** Characters of a node's id. */
  readonly idLength: number;
  /** Ways in which one item can reach a node: how often it is called for it. */
  readonly ways: number;
  /** Problems that are listed; the last one then says that there are more. */
  readonly problems: number;
} = {
  textLength: 1_048_576,
  nodes: 256,
  connections: 1024,
  depth: 32,
  stringLength: 65_536,
  aliases: 100,
  values: 20_000,
  lexemes: 50_000,
  idLength: 64,
  ways: 4_096,
  problems: 100,
};
