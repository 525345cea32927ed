import { type ReactElement, useId } from 'react';

/** What {@link Choice} asks. */
export interface ChoiceProps<Value extends string | number> {
  /** Word before the choice. */
  readonly label: string;
  /** Handle for tests. */
  readonly testId?: string;
  /** What is chosen. */
  readonly value: Value;
  /** What can be chosen, with the words for it. */
  readonly options: readonly (readonly [value: Value, words: string])[];
  /** Hears of a choice. */
  readonly onChoose: (value: Value) => void;
}

/** One of several. */
export function Choice<Value extends string | number>(props: ChoiceProps<Value>): ReactElement {
  const { label, testId, value, options, onChoose } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        data-testid={testId}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options[currentTarget.selectedIndex];
          if (chosen) onChoose(chosen[0]);
        }}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What {@link Slider} asks. */
export interface SliderProps {
  /** Word before the slider. */
  readonly label: string;
  /** Its unit, after the number. */
  readonly unit: string;
  /** Smallest value. */
  readonly min: number;
  /** Largest value. */
  readonly max: number;
  /** From one value to the next. */
  readonly step: number;
  /** What is set. */
  readonly value: number;
  /** Handle for tests. */
  readonly testId?: string;
  /** Hears of a change. */
  readonly onChange: (value: number) => void;
}

/** A number within bounds. */
export function Slider({ label, unit, value, testId, onChange, ...bounds }: SliderProps): ReactElement {
  const id = useId();
  const words = `${value.toLocaleString('en')} ${unit}`.trim();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} <output htmlFor={id}>{words}</output>
      </label>
      <input
        id={id}
        type="range"
        data-testid={testId}
        aria-valuetext={words}
        value={value}
        {...bounds}
        onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </div>
  );
}
