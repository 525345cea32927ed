import { MANIFEST_LIMITS } from './limits.ts';
import type { ManifestProblem, ProblemCode, TextPosition } from './manifest-problem.ts';

/** A way through the value: names of members, indexes of items. */
export type Path = readonly (string | number)[];

/** What is known where a problem is found. */
export interface Finding {
  readonly code: ProblemCode;
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string | undefined;
  readonly nodeIds?: readonly string[];
  /** The name of the member is meant, not its value. */
  readonly isKey?: boolean;
  /** Known already, for text that never became a value. */
  readonly position?: TextPosition | undefined;
}

/** Finds the place of a value in the text. */
export type Locate = (path: Path, isKey: boolean) => TextPosition | undefined;

/** The problems of one manifest; a bounded number of them. */
export class ProblemList {
  readonly #problems: ManifestProblem[] = [];
  #locate: Locate | undefined;
  #unlisted = 0;
  #errors = 0;

  /** Whether there is an error among them. */
  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** Whether one of a kind is among those that are listed. */
  has(code: ProblemCode): boolean {
    return this.#problems.some((problem) => problem.code === code);
  }

  /** From now on, positions are looked up with this. */
  locateWith(locate: Locate): void {
    this.#locate = locate;
  }

  /** Adds what makes the manifest unusable. */
  error(finding: Finding): void {
    this.#errors += 1;
    this.#add('error', finding);
  }

  /** Adds what its author may want to know. */
  warning(finding: Finding): void {
    this.#add('warning', finding);
  }

  /** All of them, in the order of the text; where there are too many, the last one says how many more there are. */
  list(): readonly ManifestProblem[] {
    const listed = this.#problems.toSorted((one, other) => offsetOf(one) - offsetOf(other));
    if (this.#unlisted === 0) return listed;
    const message = `${this.#unlisted} more problems are not listed: mend these first`;
    const severity = this.hasErrors ? 'error' : 'warning';
    return [...listed, { severity, code: 'too-large', path: '', message }];
  }

  #add(severity: ManifestProblem['severity'], { path, isKey = false, position, suggestion, ...rest }: Finding): void {
    if (this.#problems.length >= MANIFEST_LIMITS.problems - 1) {
      this.#unlisted += 1;
      return;
    }
    const found = position ?? this.#locate?.(path, isKey);
    this.#problems.push({
      severity,
      ...rest,
      path: pointer(path),
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(found ? { position: found } : {}),
    });
  }
}

function offsetOf({ position }: ManifestProblem): number {
  return position?.offset ?? 0;
}

/** A path as text. Source: RFC 6901, section 3. */
export function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
