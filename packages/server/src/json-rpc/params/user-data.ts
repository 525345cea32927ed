import { isRecord, ParamsError } from './params.ts';

/**
 * What a peer says of itself, as protobuf has it: texts by name. Anything but text is kept as its JSON, and null
 * becomes `nothing`.
 *
 * @param nothing stands for null; `undefined` leaves the entry out
 * @throws {ParamsError}
 */
export function toMetadata(value: unknown, nothing: string | undefined): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new ParamsError('user_data must be an object');
  const metadata: [string, string][] = [];
  for (const [name, item] of Object.entries(value)) {
    const text = item === null ? nothing : textOf(item);
    if (text !== undefined) metadata.push([name, text]);
  }
  // Not by assignment, which would take an entry named __proto__ for something else.
  return Object.fromEntries(metadata);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
