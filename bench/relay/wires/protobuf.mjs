/**
 * @param {number} value
 * @returns {Buffer}
 */
function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/**
 * A field that has a length: a string or a message.
 *
 * @param {number} number
 * @param {string | Buffer} value
 * @returns {Buffer}
 */
export function field(number, value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/**
 * A field that holds a whole number.
 *
 * @param {number} number
 * @param {number} value
 * @returns {Buffer}
 */
export function numberField(number, value) {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

/**
 * @param {Buffer} message
 * @param {number} wanted number of a field that has a length
 * @returns {Buffer | undefined} its bytes
 */
export function readField(message, wanted) {
  let at = 0;
  const next = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at];
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = next();
    const value = next();
    if ((key & 7) === 0) continue;
    if ((key & 7) !== 2) return undefined;
    if (key >> 3 === wanted) return message.subarray(at, at + value);
    at += value;
  }
  return undefined;
}

/**
 * A message with the five bytes that gRPC, gRPC-Web and Connect's streams put before it.
 *
 * @param {Buffer} message
 * @returns {Buffer}
 */
export function enveloped(message) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
