import { isMap, isSeq, type Pair, type ParsedNode } from 'yaml';
import type { JsonValue } from '../data/json-value.ts';
import { MANIFEST_LIMITS } from './limits.ts';
import type { TextPosition } from './manifest-problem.ts';
import { PlainValues } from './plain-value.ts';
import type { Path, ProblemList } from './problem-list.ts';
import { TextLines } from './text-lines.ts';
import { parseYaml } from './yaml-syntax.ts';
import { YamlValues } from './yaml-values.ts';

/**
 * Reads a manifest's source: text as YAML or JSON, anything else as it is.
 *
 * @returns plain JSON, or `undefined` when there is none, or too much of it; `problems` know positions from then on
 */
export function readSource(source: unknown, problems: ProblemList): JsonValue | undefined {
  const value = typeof source === 'string' ? readText(source, problems) : new PlainValues(problems).copy(source, []);
  // What is cut short would bring problems that its author never made.
  return problems.has('too-large') ? undefined : value;
}

function readText(text: string, problems: ProblemList): JsonValue | undefined {
  if (text.length > MANIFEST_LIMITS.textLength) {
    const message = `the text of a manifest has at most ${MANIFEST_LIMITS.textLength} characters, this one has ${text.length}`;
    problems.error({ code: 'too-large', path: [], message });
    return undefined;
  }
  const lines = new TextLines(text);
  const document = parseYaml(text, lines, problems);
  if (!document) return undefined;
  const values = new YamlValues(problems);
  problems.locateWith((path, isKey) => locate(document.contents, path, isKey, values, lines));
  return values.read(document.contents);
}

/** The place of what a path leads to; where the text has no such thing, of what it would be in. */
function locate(
  root: ParsedNode | null,
  path: Path,
  isKey: boolean,
  values: YamlValues,
  lines: TextLines,
): TextPosition | undefined {
  let place = root;
  let node = root;
  for (const [index, step] of path.entries()) {
    const pair = pairOf(values.target(node), step);
    if (isKey && index === path.length - 1 && pair?.key) return positionOf(pair.key, lines);
    node = pair ? pair.value : itemOf(values.target(node), step);
    // A name without a value is a place as well.
    place = node ?? pair?.key ?? place;
    if (!node) break;
  }
  return place ? positionOf(place, lines) : undefined;
}

function pairOf(node: ParsedNode | null, step: string | number): Pair<ParsedNode, ParsedNode | null> | undefined {
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return undefined;
  // The last one: of a name that is there twice, that is the one that was refused.
  return node.items.findLast(({ key }) => 'value' in key && String(key.value) === String(step));
}

function itemOf(node: ParsedNode | null, step: string | number): ParsedNode | null {
  return isSeq<ParsedNode>(node) && typeof step === 'number' ? (node.items[step] ?? null) : null;
}

function positionOf({ range }: ParsedNode, lines: TextLines): TextPosition {
  return lines.at(range[0], range[1] - range[0]);
}
