import type { TransportAddress } from '@remotemedia/protocol/stun';

/**
 * To whom a NAT shows the same address of ours: to everyone, to all ports of one address, or to one port of one
 * address. `unknown` when the server has no second address or it did not answer. RFC 4787 §4.1, RFC 5780 §4.3
 */
export type NatMapping = 'endpoint-independent' | 'address-dependent' | 'address-and-port-dependent' | 'unknown';

/**
 * From whom packets come in, once one went out: from everyone, from all ports of the address it went to, or from that
 * port only. `unknown` when the server cannot show it. RFC 4787 §5, RFC 5780 §4.4
 */
export type NatFiltering = 'endpoint-independent' | 'address-dependent' | 'address-and-port-dependent' | 'unknown';

/** No answer came: UDP is blocked, or the server is out of reach. */
export interface UdpBlocked {
  /** Which case. */
  readonly kind: 'udp-blocked';
}

/** The server sees the address that this machine has itself. */
export interface NoNat {
  /** Which case. */
  readonly kind: 'no-nat';
  /** The address and port of a socket here and everywhere. */
  readonly publicAddress: TransportAddress;
  /** What a firewall lets in; `endpoint-independent` without one. */
  readonly filtering: NatFiltering;
}

/** The server sees another address than this machine has. */
export interface BehindNat {
  /** Which case. */
  readonly kind: 'nat';
  /** The address and port of a socket here. */
  readonly localAddress: TransportAddress;
  /** The address and port that the server saw for it. */
  readonly publicAddress: TransportAddress;
  /** To whom the NAT shows the same address. */
  readonly mapping: NatMapping;
  /** From whom the NAT lets packets in. */
  readonly filtering: NatFiltering;
}

/**
 * What is between this machine and a server. Two peers can reach each other directly unless one has a mapping that
 * depends on the address and the other filters by address and port; then they need TURN.
 */
export type NatReport = UdpBlocked | NoNat | BehindNat;
