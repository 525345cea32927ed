import { SdkError } from '@remotemedia/base';
import type { JsonValue } from '../../data/json-value.ts';
import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';

/** What a {@link calculator} takes, and gives back with its `result`. */
export interface CalculatorRequest {
  /** What to do with the operands. */
  readonly operation: 'add' | 'subtract' | 'multiply' | 'divide';
  /** Left and right. */
  readonly operands: readonly [number, number];
}

/** What a {@link calculator} gives. */
export interface CalculatorResult extends CalculatorRequest {
  /** A finite number. */
  readonly result: number;
}

/**
 * Does one sum for each JSON item. Source: upstream's `CalculatorNode`.
 *
 * What is no {@link CalculatorRequest} is an `invalid-argument`, and so is division by zero; a result too large for a
 * number is `out-of-range`.
 */
export const calculator: NodeDefinition<Record<never, never>> = defineNode({
  type: 'Calculator',
  about:
    'Does one sum for each JSON item: {"operation": "add" | "subtract" | "multiply" | "divide", "operands": [a, b]} ' +
    'becomes {"result", "operation", "operands"}. Division by zero is an error.',
  params: {},
  ports: { inputs: { in: ['json'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (_params, { emit }) => ({
    process: (item) => {
      if (item.kind !== 'json') throw new SdkError('invalid-argument', `Calculator takes json, not ${item.kind}`);
      emit({ kind: 'json', value: { ...calculate(readRequest(item.value)) } });
    },
  }),
});

function calculate({ operation, operands }: CalculatorRequest): CalculatorResult {
  const [left, right] = operands;
  const result = operate(operation, left, right);
  // JSON has no infinity: it would arrive as null.
  if (!Number.isFinite(result))
    throw new SdkError('out-of-range', `the result of ${left} ${operation} ${right} is too large for a number`);
  return { result, operation, operands };
}

function operate(operation: CalculatorRequest['operation'], left: number, right: number): number {
  switch (operation) {
    case 'add':
      return left + right;
    case 'subtract':
      return left - right;
    case 'multiply':
      return left * right;
    case 'divide':
      if (right === 0) throw new SdkError('invalid-argument', `${left} cannot be divided by zero`);
      return left / right;
  }
}

function readRequest(value: JsonValue): CalculatorRequest {
  const { operation, operands } = asObject(value);
  if (operation !== 'add' && operation !== 'subtract' && operation !== 'multiply' && operation !== 'divide')
    throw new SdkError(
      'invalid-argument',
      `operation must be add, subtract, multiply or divide, not ${say(operation)}`,
    );
  const [left, right, more] = Array.isArray(operands) ? operands : [];
  if (!isNumber(left) || !isNumber(right) || more !== undefined)
    throw new SdkError('invalid-argument', `operands must be two finite numbers, not ${say(operands)}`);
  return { operation, operands: [left, right] };
}

function asObject(value: JsonValue): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new SdkError('invalid-argument', `Calculator takes {"operation", "operands"}, not ${say(value)}`);
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** The beginning of what was given: it may be long, and what is cut first costs nothing to write out. */
function say(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  return String(value).slice(0, 40);
}
