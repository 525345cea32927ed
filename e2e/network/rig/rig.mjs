import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KernelLinks, removeIfDeserted, UserLinks } from './links.mjs';
import { Namespace } from './namespace.mjs';
import { hasNetem, whatIsMissing } from './requirements.mjs';

/** @typedef {import('./links.mjs').Link} Link */
/** @typedef {import('./links.mjs').Shape} Shape */

/**
 * @typedef {object} Host
 * @property {Namespace} namespace
 * @property {readonly string[]} addresses of its uplinks, in their order
 */

/**
 * @typedef {object} SavedRig
 * @property {number} routerPid
 * @property {readonly { name: string, pid: number }[]} hosts
 * @property {number} uplinks
 * @property {number | undefined} linksPid
 */

const FILE_PREFIX = 'remotemedia-rig-';
/** Rules of the router that swallow packets are looked at first. */
const SWALLOW = 'pref 10';

/**
 * Machines with networks of their own, on this machine: one network namespace for each host, with one or more uplinks
 * to a router, which can be slowed, cut and unplugged. Without `keep` all of it is gone when this process ends,
 * whatever it ends of.
 */
export class Rig {
  /**
   * @param {string} name
   * @param {Namespace} router
   * @param {ReadonlyMap<string, Namespace>} namespaces by the name of the host
   * @param {number} uplinks of each host
   * @param {KernelLinks | UserLinks} links
   */
  constructor(name, router, namespaces, uplinks, links) {
    /** The name that commands use for it. */
    this.name = name;
    this.router = router;
    this.uplinks = uplinks;
    this.links = links;
    /** @type {ReadonlyMap<string, Host>} */
    this.hosts = new Map(
      [...namespaces].map(([host, namespace], index) => [
        host,
        { namespace, addresses: Array.from({ length: uplinks }, (_, uplink) => addressOf(index, uplink)) },
      ]),
    );
  }

  /** Whether it is the kernel that shapes, or a program of ours because the kernel cannot. */
  get shaper() {
    return this.links instanceof KernelLinks ? 'netem' : 'user space';
  }

  /**
   * @param {{ hosts: readonly string[], uplinks?: number, keep?: boolean }} options names of one to ten letters;
   *   uplinks of each host, by default 1; whether it stays when this process ends
   * @returns {Promise<Rig>}
   */
  static async open({ hosts, uplinks = 1, keep: outlivesUs = false }) {
    const missing = whatIsMissing();
    if (missing) throw new Error(missing);
    for (const host of hosts) {
      if (!/^[a-z]{1,10}$/.test(host)) throw new Error(`a host's name is one to ten letters a–z, got "${host}"`);
    }
    const sockets = readdirSync(tmpdir()).filter((file) => file.startsWith(FILE_PREFIX) && file.endsWith('.socket'));
    await Promise.all(sockets.map((file) => removeIfDeserted(join(tmpdir(), file))));
    const name = randomBytes(3).toString('hex');
    const router = await Namespace.open({ outlivesUs });
    /** @type {Map<string, Namespace>} */
    const namespaces = new Map();
    for (const host of hosts) namespaces.set(host, await Namespace.open({ outlivesUs }));
    const links = hasNetem() ? new KernelLinks(router) : new UserLinks(router, socketPathOf(name));
    const rig = new Rig(name, router, namespaces, uplinks, links);
    try {
      await links.open(rig.#all, { outlivesUs });
      await rig.#connect();
    } catch (error) {
      rig.close();
      throw error;
    }
    if (outlivesUs) rig.#save();
    return rig;
  }

  /** @returns {string[]} the names of those that were opened with `keep` */
  static kept() {
    const names = readdirSync(tmpdir()).map((file) => new RegExp(`^${FILE_PREFIX}(.+)\\.json$`).exec(file)?.[1]);
    return names.filter((name) => name !== undefined);
  }

  /** @param {string} name of one that was opened with `keep` @returns {Rig} */
  static find(name) {
    const path = filePathOf(name);
    if (!existsSync(path)) throw new Error(`there is no rig "${name}"; there are: ${Rig.kept().join(', ') || 'none'}`);
    /** @type {SavedRig} */
    const { routerPid, hosts, uplinks, linksPid } = JSON.parse(readFileSync(path, 'utf8'));
    const router = new Namespace(routerPid);
    const namespaces = new Map(hosts.map((host) => [host.name, new Namespace(host.pid)]));
    const links = linksPid ? new UserLinks(router, socketPathOf(name), linksPid) : new KernelLinks(router);
    return new Rig(name, router, namespaces, uplinks, links);
  }

  /**
   * @param {string} name
   * @returns {Host} what is known of a host
   */
  host(name) {
    const host = this.hosts.get(name);
    if (!host) throw new Error(`there is no host "${name}"; there are: ${[...this.hosts.keys()].join(', ')}`);
    return host;
  }

  /**
   * Slows, thins or narrows uplinks of a host from now on; what is not said is as on a perfect link.
   *
   * @param {string} host
   * @param {Shape} shape
   * @param {{ uplink?: number | undefined, direction?: 'up' | 'down' | 'both' }} [options] one uplink instead of all;
   *   from the host only, or to it only
   */
  async shape(host, shape, { uplink, direction = 'both' } = {}) {
    for (const link of this.#linksOf(host, uplink)) {
      if (direction !== 'down') await this.links.shape(link, 'up', shape);
      if (direction !== 'up') await this.links.shape(link, 'down', shape);
    }
  }

  /**
   * Lets all packets of a host vanish in the router. The host sees nothing of it: its interface stays.
   *
   * @param {string} host
   * @param {number} [uplink] one instead of all
   */
  async cut(host, uplink) {
    for (const rule of this.#cutRules(host, uplink)) await this.router.ip(`rule add ${SWALLOW} ${rule} blackhole`);
  }

  /**
   * Ends a cut.
   *
   * @param {string} host
   * @param {number} [uplink] one instead of all
   */
  async mend(host, uplink) {
    for (const rule of this.#cutRules(host, uplink)) await this.router.ip(`rule del ${SWALLOW} ${rule} blackhole`);
  }

  /**
   * Lets packets between two hosts vanish; both reach all others.
   *
   * @param {string} one
   * @param {string} other
   */
  async part(one, other) {
    for (const rule of this.#partRules(one, other)) await this.router.ip(`rule add ${SWALLOW} ${rule} blackhole`);
  }

  /**
   * Ends a parting.
   *
   * @param {string} one
   * @param {string} other
   */
  async join(one, other) {
    for (const rule of this.#partRules(one, other)) await this.router.ip(`rule del ${SWALLOW} ${rule} blackhole`);
  }

  /**
   * Takes an interface away from a host, which notices at once.
   *
   * @param {string} host
   * @param {number} uplink
   */
  async unplug(host, uplink) {
    for (const { hostDevice } of this.#linksOf(host, uplink)) {
      await this.host(host).namespace.ip(`address flush dev ${hostDevice}`, `link set ${hostDevice} down`);
    }
  }

  /**
   * Gives it back, with the address it had.
   *
   * @param {string} host
   * @param {number} uplink
   */
  async plug(host, uplink) {
    const { namespace, addresses } = this.host(host);
    const address = addresses[uplink];
    const gateway = address?.replace(/2$/, '1');
    const [device, table] = [`eth${uplink}`, 100 + uplink];
    await namespace.ip(
      `link set ${device} up`,
      `address replace ${address}/24 dev ${device}`,
      `route replace default via ${gateway} dev ${device} metric ${table}`,
      `route replace default via ${gateway} dev ${device} table ${table}`,
    );
  }

  /** Removes it all. Calling it again does nothing. */
  close() {
    this.links.close();
    for (const { namespace } of this.hosts.values()) namespace.close();
    this.router.close();
    rmSync(filePathOf(this.name), { force: true });
    rmSync(socketPathOf(this.name), { force: true });
  }

  /** @returns {Link[]} */
  get #all() {
    return [...this.hosts.keys()].flatMap((host) => this.#linksOf(host));
  }

  /** @param {string} name @param {number} [only] @returns {Link[]} */
  #linksOf(name, only) {
    const { namespace } = this.host(name);
    const uplinks = only === undefined ? Array.from({ length: this.uplinks }, (_, index) => index) : [only];
    return uplinks.map((uplink) => ({
      name: `${name}${uplink}`,
      host: namespace,
      hostDevice: `eth${uplink}`,
      routerDevice: `${name}${uplink}`,
    }));
  }

  async #connect() {
    for (const { routerDevice } of this.#all) await this.router.ip(`link set ${routerDevice} txqueuelen 10000 up`);
    await this.router.run('sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    for (const [name, { namespace, addresses }] of this.hosts) {
      for (const [uplink, address] of addresses.entries()) {
        await this.router.ip(`address add ${address.replace(/2$/, '1')}/24 dev ${name}${uplink}`);
        await namespace.ip(`link set eth${uplink} txqueuelen 10000`, `rule add from ${address} lookup ${100 + uplink}`);
        await this.plug(name, uplink);
      }
    }
  }

  /** @param {string} host @param {number} [uplink] */
  #cutRules(host, uplink) {
    const { addresses } = this.host(host);
    return addresses
      .filter((_, index) => uplink === undefined || index === uplink)
      .flatMap((address) => [`from ${address}`, `to ${address}`]);
  }

  /** @param {string} one @param {string} other */
  #partRules(one, other) {
    return this.host(one).addresses.flatMap((here) =>
      this.host(other).addresses.flatMap((there) => [`from ${here} to ${there}`, `from ${there} to ${here}`]),
    );
  }

  #save() {
    /** @type {SavedRig} */
    const saved = {
      routerPid: this.router.pid,
      hosts: [...this.hosts].map(([name, { namespace }]) => ({ name, pid: namespace.pid })),
      uplinks: this.uplinks,
      linksPid: this.links.pid,
    };
    writeFileSync(filePathOf(this.name), JSON.stringify(saved));
  }
}

/** @param {number} host @param {number} uplink both from 0 */
function addressOf(host, uplink) {
  return `10.${70 + uplink}.${host + 1}.2`;
}

/** @param {string} name */
function filePathOf(name) {
  return join(tmpdir(), `${FILE_PREFIX}${name}.json`);
}

/** @param {string} name */
function socketPathOf(name) {
  return join(tmpdir(), `${FILE_PREFIX}${name}.socket`);
}
