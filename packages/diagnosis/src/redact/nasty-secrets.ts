import fc from 'fast-check';

const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((all) => all.join(''));
const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), {
      minLength: length,
      maxLength: length,
    })
    .map((all) => all.join(''));

/** Addresses in every usual way of writing. */
export const anAddress: fc.Arbitrary<string> = fc.oneof(
  fc.ipV4(),
  fc.ipV6().filter((text) => text.length > 3),
);

/** Texts that are secret by their own looks, wherever they stand. */
export const aSecret: fc.Arbitrary<string> = fc.oneof(
  anAddress,
  fc.emailAddress({ size: 'small' }),
  fc.uuid(),
  fc.tuple(letters(20), letters(30), letters(30)).map(([a, b, c]) => `eyJ${a}.${b}.${c}`),
  hex(32).map((text) => `${text}7`),
  fc.array(hex(2), { minLength: 32, maxLength: 32 }).map((pairs) => pairs.join(':').toUpperCase()),
  fc.uuid().map((id) => `${id}.local`),
  letters(12).map((text) => `wss://user:${text}@host.example/ws?token=${text}`),
  letters(12).map((text) => `turn:${text}.example:3478?transport=udp`),
);

/** A secret that only its name gives away. */
export const aPassword: fc.Arbitrary<string> = letters(9).map((text) => `x${text}`);
