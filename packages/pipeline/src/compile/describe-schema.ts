import { quote } from '../manifest/quote.ts';
import type { ParamSchema } from '../node/param.ts';

/** Items of a list, in a message, before it says "or". */
const MAX_CHOICES = 12;

/** What a value must be, as the end of a sentence: `a number from -60 to 60 dB`. */
export function describeSchema(schema: ParamSchema): string {
  if (schema.enum) return oneOf(schema.enum.map(quote));
  if (schema.anyOf) return schema.anyOf.map(describeSchema).join(', or ');
  switch (schema.type) {
    case 'number':
      return `a number${range(schema)}`;
    case 'integer':
      return `a whole number${range(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return `text${lengths(schema)}`;
    case 'array':
      return `a list${most(schema.maxItems, 'items')}${each(schema.items)}`;
    case 'object':
      return `an object${most(schema.maxProperties, 'members')}${each(schema.additionalProperties)}`;
    default:
      return 'anything';
  }
}

function oneOf(words: readonly string[]): string {
  const shown = words.slice(0, MAX_CHOICES);
  if (words.length > MAX_CHOICES) return `one of ${shown.join(', ')} …`;
  return shown.length <= 1 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function range({ minimum, maximum, unit }: ParamSchema): string {
  const of = unit === undefined ? '' : ` ${unit}`;
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}${of}`;
  if (minimum !== undefined) return ` of at least ${minimum}${of}`;
  return maximum === undefined ? of && ` of${of}` : ` of at most ${maximum}${of}`;
}

function lengths({ minLength, maxLength }: ParamSchema): string {
  if (maxLength === undefined) return minLength === undefined ? '' : ` of at least ${minLength} characters`;
  return minLength === undefined
    ? ` of at most ${maxLength} characters`
    : ` of ${minLength} to ${maxLength} characters`;
}

function most(count: number | undefined, of: string): string {
  return count === undefined ? '' : ` of at most ${count} ${of}`;
}

function each(schema: ParamSchema | boolean | undefined): string {
  return typeof schema === 'object' ? `, each ${describeSchema(schema)}` : '';
}
