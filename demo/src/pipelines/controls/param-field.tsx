import type { ParamSchema } from '@remotemedia/sdk/pipeline';
import { type ReactElement, useId } from 'react';
import { Choice, Slider } from '../../codecs/parts/choice.tsx';

/** What a control can set. */
export type ParamValue = string | number | boolean;

/** What {@link ParamField} shows. */
export interface ParamFieldProps {
  /** The parameter, as the node calls it. */
  readonly name: string;
  /** What it may be. */
  readonly schema: ParamSchema;
  /** What it is. */
  readonly value: unknown;
  /** Handle for tests. */
  readonly testId: string;
  /** Hears of a change. */
  readonly onChange: (value: ParamValue) => void;
}

/** So many steps has a slider. */
const STEPS = 200;

/** A control made of the parameter's schema; none for what is written in the manifest only, such as a list. */
export function ParamField({ name, schema, value, testId, onChange }: ParamFieldProps): ReactElement | null {
  const id = useId();
  const label = wordsOf(name);
  const { type, minimum: min, maximum: max, unit = '' } = schema;
  if (schema.enum) {
    const options = schema.enum.flatMap((option) =>
      typeof option === 'string' || typeof option === 'number' ? [[option, String(option)] as const] : [],
    );
    const chosen = options.find(([option]) => option === value)?.[0] ?? options[0]?.[0] ?? '';
    return <Choice label={label} testId={testId} value={chosen} options={options} onChoose={onChange} />;
  }
  if (type === 'boolean') {
    return (
      <label className="codecs-tick" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          data-testid={testId}
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        {label}
      </label>
    );
  }
  if ((type !== 'number' && type !== 'integer') || min === undefined || max === undefined) return null;
  const step = type === 'integer' ? Math.max(1, Math.round((max - min) / STEPS)) : niceStep((max - min) / STEPS);
  const number = typeof value === 'number' ? value : min;
  return <Slider {...{ label, unit, min, max, step, testId, onChange }} value={number} />;
}

/** Words from a name in camelCase; the unit at its end is shown beside the number. */
function wordsOf(name: string): string {
  const bare = name.replace(/(?<=[a-z])(Hz|Db|Ms|Us|Px)$/, '');
  const words = bare.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The next of 1, 2, 5 times a power of ten that is not above. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([5, 2, 1].find((factor) => factor * power <= step) ?? 1) * power;
}
