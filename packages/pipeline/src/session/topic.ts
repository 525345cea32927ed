import { SdkError } from '@remotemedia/base';

/** An address on the control bus. */
export interface Topic {
  readonly nodeId: string;
  /** What a node emits, or what is handed to it. */
  readonly direction: 'in' | 'out';
  /** @default every output, or the first input */
  readonly port: string | undefined;
}

/**
 * Takes a topic apart: `NODE.DIRECTION` or `NODE.DIRECTION.PORT`. A port may have dots in it, an id not. Source: upstream's
 * session control bus.
 *
 * @throws {SdkError} `invalid-argument` when it is none, or of the other direction
 */
export function parseTopic(topic: string, wanted: Topic['direction']): Topic {
  const [nodeId = '', direction, ...port] = topic.split('.');
  if (nodeId !== '' && direction === wanted && port[0] !== '') {
    return { nodeId, direction, port: port.length === 0 ? undefined : port.join('.') };
  }
  const detail = `expected a topic such as node.${wanted} or node.${wanted}.port, got ${JSON.stringify(topic.slice(0, 80))}`;
  throw new SdkError('invalid-argument', detail);
}
