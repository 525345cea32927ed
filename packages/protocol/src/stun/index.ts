export type {
  AddressAttribute,
  CacheTimeoutAttribute,
  ChangeRequestAttribute,
  ErrorCodeAttribute,
  FingerprintAttribute,
  IntegrityAttribute,
  OtherAttribute,
  PaddingAttribute,
  PasswordAlgorithm,
  PasswordAlgorithmAttribute,
  PasswordAlgorithmsAttribute,
  ResponsePortAttribute,
  StunAttribute,
  StunContent,
  TextAttribute,
  TransportAddress,
  UnknownAttributesAttribute,
  UserHashAttribute,
} from './attribute.ts';
export { buildStun, type StunSeal } from './build-stun.ts';
export { BINDING_METHOD, isStun, type StunClass, type StunHeader } from './header.ts';
export { type IceUri, parseIceUri } from './ice-uri.ts';
export { checkIntegrity, type IntegrityKey } from './integrity.ts';
export { formatIp, parseIp } from './ip-text.ts';
export { attributeOf, notUnderstood, type StunMessage, type StunMessageInit } from './message.ts';
export { parseStun } from './parse-stun.ts';
