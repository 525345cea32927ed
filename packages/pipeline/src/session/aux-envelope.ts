import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';

/**
 * Something for a port that a node does not declare, as an item for its first input. Source: upstream's session control
 * bus, which wraps what is published to a port of its own.
 */
export function auxEnvelope(port: string, data: RuntimeData): RuntimeData {
  return { kind: 'json', value: { __aux_port__: port, payload: payloadOf(data) } };
}

function payloadOf(data: RuntimeData): JsonValue {
  switch (data.kind) {
    case 'json':
      return data.value;
    case 'text':
      return { text: data.text };
    case 'binary':
      return { binary_b64: base64(data.data) };
    default:
      return { _unsupported_for_envelope: data.kind };
  }
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
