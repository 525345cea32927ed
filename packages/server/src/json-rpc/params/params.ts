import { SdkError } from '@remotemedia/base';

/** The parameters of a call, by name. */
export type Params = Readonly<Record<string, unknown>>;

/** A parameter is missing or of the wrong type. */
export class ParamsError extends SdkError {
  /** Always `ParamsError`. */
  override readonly name: string = 'ParamsError';

  /** @param detail what was expected and what came */
  constructor(detail: string) {
    super('invalid-argument', detail);
  }
}

/** Makes {@link Params} of the `params` member; an absent one counts as empty. @throws {ParamsError} */
export function toParams(value: unknown): Params {
  if (value === undefined || value === null) return {};
  if (isRecord(value)) return value;
  throw new ParamsError('params must be an object with named members');
}

/** Whether `value` is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that must be there. @throws {ParamsError} */
export function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value === 'string') return value;
  throw new ParamsError(`${name} must be a string, got ${nameOf(value)}`);
}

/** A text that may be absent or null. @throws {ParamsError} */
export function optionalText(params: Params, name: string): string {
  return hasValue(params[name]) ? text(params, name) : '';
}

/** Whom a message is for: `to`, or `to_peer_id` as bare clients write it. Who sends it is never asked. @throws {ParamsError} */
export function receiver(params: Params): string {
  return text(params, hasValue(params['to']) || !hasValue(params['to_peer_id']) ? 'to' : 'to_peer_id');
}

/** Whether there is something: neither nothing nor null. */
export function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A whole number ≥ 0 that may be absent or null, then 0. @throws {ParamsError} */
export function optionalCount(params: Params, name: string): number {
  const value = params[name] ?? 0;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ParamsError(`${name} must be a whole number, 0 or more, got ${nameOf(value)}`);
}

/** What a value is called in an error's sentence. */
function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : typeof value;
}
