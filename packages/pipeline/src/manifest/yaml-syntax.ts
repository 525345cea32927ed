import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml';
import { MANIFEST_LIMITS } from './limits.ts';
import type { ProblemList } from './problem-list.ts';
import type { TextLines } from './text-lines.ts';

/** A parsed text. */
export type YamlDocument = Document.Parsed<ParsedNode>;

/** Levels of the parser's own that one level of the manifest has: the structure, its document, the scalar in it. */
const PARSER_DEPTH = 2 * MANIFEST_LIMITS.depth;
/** Faults of syntax that are listed: one often brings others. */
const MAX_SYNTAX_PROBLEMS = 5;

/**
 * Parses one YAML document; JSON is YAML. Everything in it is taken as YAML 1.2 has it, whatever version it says.
 *
 * @returns `undefined` when it is none; the problems then say why
 */
export function parseYaml(text: string, lines: TextLines, problems: ProblemList): YamlDocument | undefined {
  // Equal names are looked for where the values are read: here it would compare each one with each other.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
  });
  const tokens = new BoundedTokens(text);
  const documents = [...composer.compose(tokens.read(), true, text.length)];
  const refusal = tokens.refusal;
  if (refusal) {
    problems.error({ code: 'too-large', path: [], message: refusal.message, position: lines.at(refusal.offset, 0) });
    return undefined;
  }
  const [document, ...others] = documents;
  for (const { code, message, pos } of (document?.errors ?? []).slice(0, MAX_SYNTAX_PROBLEMS)) {
    const [start, end] = pos;
    const detail = `this is neither YAML nor JSON: ${oneLine(message)} (${code.toLowerCase().replaceAll('_', ' ')})`;
    problems.error({ code: 'syntax', path: [], message: detail, position: lines.at(start, end - start) });
  }
  if (others.length > 0) {
    const position = lines.at(others[0]?.range[0] ?? 0, 0);
    problems.error({
      code: 'syntax',
      path: [],
      message: 'a manifest is one document, and this is a second one',
      position,
    });
  }
  return problems.hasErrors || !document || !('contents' in document) ? undefined : (document as YamlDocument);
}

/** Hands the parser's tokens on until there are too many of them, or too many within one another. */
class BoundedTokens {
  readonly #text: string;
  #refusal: { readonly message: string; readonly offset: number } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Why reading stopped before the end. */
  get refusal(): { readonly message: string; readonly offset: number } | undefined {
    return this.#refusal;
  }

  *read(): Generator<CST.Token, void> {
    const parser = new Parser();
    let [lexemes, errors] = [0, 0];
    for (const lexeme of new Lexer().lex(this.#text)) {
      lexemes += 1;
      if (lexemes > MANIFEST_LIMITS.lexemes || parser.stack.length > PARSER_DEPTH) {
        this.#refusal = { message: reasonFor(lexemes), offset: parser.offset };
        // What was begun is left unfinished: to compose it would go as deep as it is.
        return;
      }
      for (const token of parser.next(lexeme)) {
        yield token;
        if (token.type === 'error') errors += 1;
      }
      if (errors > MAX_SYNTAX_PROBLEMS) return;
    }
    yield* parser.end();
  }
}

/** The parser repeats what it did not understand, however long. */
function oneLine(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return message.slice(0, 160).replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

function reasonFor(lexemes: number): string {
  return lexemes > MANIFEST_LIMITS.lexemes
    ? `a manifest has at most ${MANIFEST_LIMITS.lexemes} words and signs`
    : `objects and lists can be within one another ${MANIFEST_LIMITS.depth} deep, and no deeper`;
}
