import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  attributeOf,
  buildStun,
  checkIntegrity,
  type IntegrityKey,
  parseStun,
  type StunContent,
  type StunMessage,
  type StunSeal,
} from '@remotemedia/protocol/stun';
import type { IceServer } from '../../server-options.ts';
import { UdpPeer } from '../../stun/testing/udp-peer.ts';

/** The number of the method Allocate. RFC 8656 §17 */
const ALLOCATE = 0x003;
/** REQUESTED-TRANSPORT: UDP. RFC 8656 §18.7 */
const OVER_UDP: StunContent = { kind: 'other', type: 0x0019, value: Uint8Array.of(17, 0, 0, 0) };
/** XOR-RELAYED-ADDRESS. RFC 8656 §18.5 */
const RELAYED_ADDRESS = 0x0016;

/** How a TURN server answered: the number of its error, or that it has a relayed address for us. */
export type AllocateResult = number | 'allocated';

/** Asks the TURN server on 127.0.0.1 for an allocation with these credentials. RFC 8656 §7, RFC 8489 §9.2 */
export async function allocate(port: number, { username = '', credential = '' }: IceServer): Promise<AllocateResult> {
  const peer = await UdpPeer.open();
  try {
    const challenge = await exchange(peer, port, [OVER_UDP], {});
    const realm = attributeOf(challenge.message, 'realm');
    const nonce = attributeOf(challenge.message, 'nonce');
    if (attributeOf(challenge.message, 'error-code')?.code !== 401 || !realm || !nonce) {
      throw new Error('the TURN server asks for no credentials');
    }
    const key = longTermKey(username, realm.text, credential);
    const attributes: StunContent[] = [OVER_UDP, { kind: 'username', text: username }, realm, nonce];
    const { message, bytes } = await exchange(peer, port, attributes, { integrity: [key] });
    if (message.class === 'error') return attributeOf(message, 'error-code')?.code ?? 0;
    const isRelayed = message.attributes.some((each) => each.kind === 'other' && each.type === RELAYED_ADDRESS);
    if (!isRelayed || checkIntegrity(bytes, key) !== 'valid') throw new Error('the TURN server gave no address');
    return 'allocated';
  } finally {
    peer.close();
  }
}

/** RFC 8489 §9.2.2 */
function longTermKey(username: string, realm: string, password: string): IntegrityKey {
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
  return { algorithm: 'sha1', sign: (bytes) => createHmac('sha1', key).update(bytes).digest() };
}

async function exchange(
  peer: UdpPeer,
  port: number,
  attributes: readonly StunContent[],
  seal: StunSeal,
): Promise<{ message: StunMessage; bytes: Uint8Array }> {
  const transactionId = Uint8Array.from(randomBytes(12));
  const request = buildStun({ class: 'request', method: ALLOCATE, transactionId, attributes }, seal);
  peer.send(request, { address: '127.0.0.1', port });
  const { bytes } = await peer.next();
  return { message: parseStun(bytes), bytes };
}
