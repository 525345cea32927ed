import type { DraftConnection, DraftEnd, JsonObject } from './draft.ts';
import { Members } from './members.ts';
import type { Path, ProblemList } from './problem-list.ts';

/** Reads one of `connections`. */
export function readConnection(object: JsonObject, path: Path, index: number, problems: ProblemList): DraftConnection {
  const members = new Members(object, path, problems);
  const from = readEnd(members, 'from', 'source');
  const to = readEnd(members, 'to', 'destination');
  members.warnOfMisspelt();
  members.reportMissing(['from', 'source'], missing('from'));
  members.reportMissing(['to', 'destination'], missing('to'));
  return { index, from, to };
}

function missing(name: string): string {
  return `the connection has no "${name}": write the id of a node there`;
}

function readEnd(members: Members, name: 'from' | 'to', foreign: string): DraftEnd {
  const id = members.text({ name, foreign: [foreign] });
  const port = members.text({ name: `${name}_port`, spellings: [`${name}Port`] });
  return { id: id.value, path: id.path, port: port.value, portPath: port.path };
}
