/** @typedef {Record<string, any>} Entry */

/**
 * Adds the optional packages that package-lock.json should name and does not. npm leaves them out when the registry it
 * asked does not have them, as some mirrors hold only what runs on their own platform, and then refuses to install from
 * such a lockfile. They are the builds of one tool for other platforms, so the version is the tool's and the platform
 * is in the name. Only those with an exact version are added.
 *
 * @param {{ packages: Record<string, Entry> }} lock is changed
 * @returns {string[]} names of what was added
 */
export function completeLock(lock) {
  const added = missingIn(lock.packages).map(({ name, version, owner }) => {
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(owner['dev'] ? { dev: true } : {}),
      ...(owner['license'] ? { license: owner['license'] } : {}),
      optional: true,
      ...platformOf(name),
    };
    return name;
  });
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  return [...new Set(added)];
}

/** @param {Record<string, Entry>} packages */
function missingIn(packages) {
  return Object.entries(packages).flatMap(([path, owner]) => {
    /** @type {[string, string][]} */
    const optional = Object.entries(owner['optionalDependencies'] ?? {});
    return optional
      .filter(([name, version]) => /^\d+\.\d+\.\d+/.test(version) && !isNamed(packages, path, name))
      .map(([name, version]) => ({ name, version, owner }));
  });
}

/** Looks where Node would look. @param {Record<string, Entry>} packages @param {string} path @param {string} name @returns {boolean} */
function isNamed(packages, path, name) {
  if (packages[`${path}${path && '/'}node_modules/${name}`]) return true;
  if (path === '') return false;
  const end = path.lastIndexOf('/node_modules/');
  return isNamed(packages, end < 0 ? '' : path.slice(0, end), name);
}

/** @param {string} name such as `@tool/cli-linux-x64-musl` @returns {Entry} */
function platformOf(name) {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = words.find((word) => ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'].includes(word));
  const cpu = words.find((word) => /^(arm64|armv7|arm|x64|ia32|ppc64|riscv64|s390x|wasm32)$/.test(word));
  const libc = /musl/.test(name) ? 'musl' : 'glibc';
  return {
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu === 'armv7' ? 'arm' : cpu] } : {}),
    ...(/musl|gnu/.test(name) ? { libc: [libc] } : {}),
  };
}
