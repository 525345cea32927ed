/** The exception for an object that is closed, or whose buffer is gone. Source: WebIDL, "DOMException names". */
export function invalidState(message: string): DOMException {
  return new DOMException(message, 'InvalidStateError');
}

/** The exception for what the specification allows an implementation to refuse. Source: WebIDL. */
export function notSupported(message: string): DOMException {
  return new DOMException(message, 'NotSupportedError');
}

/** The exception for a transfer list that cannot be transferred. Source: WebIDL. */
export function dataClone(message: string): DOMException {
  return new DOMException(message, 'DataCloneError');
}
