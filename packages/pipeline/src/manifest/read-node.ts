import type { JsonValue } from '../data/json-value.ts';
import type { DraftNode, JsonObject } from './draft.ts';
import { MANIFEST_LIMITS } from './limits.ts';
import { isObject, Members } from './members.ts';
import { PlainValues } from './plain-value.ts';
import type { Path, ProblemList } from './problem-list.ts';
import { quote } from './quote.ts';

/** Members that upstream has beside those that are read. */
const UPSTREAM = [
  ...['is_streaming', 'is_output_node', 'capabilities', 'media_capabilities', 'host', 'runtime_hint', 'execution'],
  ...['fast_path', 'python_deps', 'docker', 'name', 'description'],
];
/** Ids that topics of the control bus have for themselves. Source: the session control bus of upstream. */
const RESERVED_IDS: ReadonlySet<string> = new Set(['__system__', '__perf__']);

/** Reads one of `nodes`. */
export function readNode(object: JsonObject, path: Path, index: number, problems: ProblemList): DraftNode {
  const members = new Members(object, path, problems);
  const id = members.text({ name: 'id' });
  const type = members.text({ name: 'node_type', spellings: ['nodeType'] });
  const params = members.take({ name: 'params', foreign: ['config'] });
  members.warnOfMisspelt(UPSTREAM);
  members.reportMissing(['id'], 'the node has no "id": connections need one');
  members.reportMissing(['node_type', 'nodeType'], 'the node has no "node_type"');
  return {
    index,
    id: id.value !== undefined && isUsableId(id.value, id.path, problems) ? id.value : undefined,
    type: type.value,
    params: readParams(params.value, params.path, problems),
    paramsPath: params.path,
    source: object,
  };
}

function isUsableId(id: string, path: Path, problems: ProblemList): boolean {
  const fault = faultOf(id);
  if (fault !== undefined) {
    problems.error({ code: 'bad-id', path, message: fault });
    return false;
  }
  if (id.includes('.')) {
    const message = `topics such as "${quote(id).slice(1, -1)}.out" end an id at its first dot: nobody can subscribe to this node`;
    problems.warning({ code: 'bad-id', path, message, suggestion: id.replaceAll('.', '_') });
  }
  return true;
}

function faultOf(id: string): string | undefined {
  if (id === '') return 'an id has at least one character';
  if (id.length > MANIFEST_LIMITS.idLength)
    return `an id has at most ${MANIFEST_LIMITS.idLength} characters, this one has ${id.length}`;
  if (RESERVED_IDS.has(id)) return `${quote(id)} names the pipeline itself on the control bus: take another id`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(id)) return 'an id has no control characters';
  return undefined;
}

/** An object, the same as JSON text (upstream's protobuf form), or nothing. */
function readParams(value: JsonValue | undefined, path: Path, problems: ProblemList): JsonObject {
  if (value === undefined || value === null || value === '') return {};
  if (isObject(value)) return value;
  const parsed = typeof value === 'string' ? parsedText(value, path, problems) : undefined;
  if (parsed === null) return {};
  if (isObject(parsed)) return parsed;
  const message = `"params" must be an object such as {"gain_db": -6}, or that object as JSON text, got ${quote(value)}`;
  problems.error({ code: 'bad-value', path, message });
  return {};
}

function parsedText(text: string, path: Path, problems: ProblemList): JsonValue | undefined {
  try {
    return new PlainValues(problems).copy(JSON.parse(text), path);
  } catch {
    return undefined;
  }
}
