import { Counter, type Registry } from 'prom-client';

/** What a {@link Tally} is called and what it tells apart. */
export interface TallyConfig<Value extends string> {
  /** The metric's name. */
  readonly name: string;
  /** What is counted, for whoever reads the metrics. */
  readonly help: string;
  /** The label that tells the counts apart. */
  readonly label: string;
  /** All values of the label. Each has its count from the start, and there can be no other. */
  readonly values: readonly Value[];
  /** Where the metric is listed. */
  readonly registry: Registry;
}

/**
 * A counter with one label whose values are known beforehand, so that nothing that clients send can make more of them.
 * Counting is an addition; the metric is brought up to date when it is read.
 */
export class Tally<Value extends string> {
  readonly #counts: Map<string, { count: number }>;

  /** @param config see {@link TallyConfig} */
  constructor({ name, help, label, values, registry }: TallyConfig<Value>) {
    const counts = new Map(values.map((value) => [value as string, { count: 0 }]));
    this.#counts = counts;
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        this.reset();
        for (const [value, { count }] of counts) this.inc({ [label]: value }, count);
      },
    });
  }

  /** Counts one more; a value that was not named beforehand is not counted. */
  add(value: Value): void {
    const entry = this.#counts.get(value);
    if (entry) entry.count += 1;
  }
}
