/**
 * One kind of line: how it gets into a part of a description and out of it again.
 *
 * @typeParam Part the session or a section while it is read
 * @typeParam Whole the same when it is written: what is optional may be missing
 */
export interface LineKind<in Part, in Whole> {
  /** Beginning of the line: up to `=`, for an attribute with a value up to `:`. A flag has no value. */
  readonly prefix: string;
  /** Other beginnings of lines of this kind. Their length must be that of the prefix. @default none */
  readonly otherPrefixes?: readonly string[];
  /**
   * Where the value begins. Less than the length of the prefix where the value holds the attribute's name as well;
   * whoever reads the value then sees the name, so it is enough that a line begins much like the prefix.
   *
   * @default prefix.length
   */
  readonly valueAt?: number;
  /** Whether the line may come again and again. What comes once too often is kept as it came. */
  readonly isList: boolean;
  /** Whether lines of this kind that follow each other are one value, with CR LF between two. @default false */
  readonly isBlock?: boolean;
  /** Takes the value into the part. @returns whether it was understood */
  readonly read: (part: Part, value: string) => boolean;
  /** The value of line number `index` of this kind; `undefined` where there are not so many. */
  readonly write: (whole: Whole, index: number) => string | undefined;
}

/** A line that is there or not: it has no value. */
export function flag<Part, Whole>(
  name: string,
  set: (part: Part) => void,
  isSet: (whole: Whole) => boolean | undefined,
): LineKind<Part, Whole> {
  const read = (part: Part): boolean => {
    set(part);
    return true;
  };
  const write = (whole: Whole, index: number) => (index === 0 && isSet(whole) ? '' : undefined);
  return { prefix: `a=${name}`, isList: false, read, write };
}
