import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Programs the host tests run, and the Debian packages that bring them. */
const PROGRAMS: Record<string, string> = {
  nft: 'nftables',
  'iptables-nft': 'iptables',
  nginx: 'nginx-light',
  ip: 'iproute2',
  ss: 'iproute2',
};
const DIRECTORIES = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];

/**
 * Null when host tests can run here, else why not. As root on Debian or Ubuntu missing packages are installed first;
 * anywhere else they are named.
 */
export function hostTestsImpossible(): string | null {
  if (process.platform !== 'linux') return 'host tests need Linux';
  if (missingPackages().length > 0 && mayInstall()) install(missingPackages());
  const missing = missingPackages();
  if (missing.length > 0) return `host tests need the Debian packages ${missing.join(', ')}`;
  return tryNamespaces();
}

/** Prints the reason where it will be read, for vitest itself only counts skipped tests. */
export function skipReason(): string | null {
  const reason = hostTestsImpossible();
  if (reason !== null) console.warn(`skipped: ${reason}`);
  return reason;
}

function missingPackages(): string[] {
  const present = (program: string): boolean =>
    DIRECTORIES.some((directory) => existsSync(`${directory}/${program}`));
  const missing = Object.entries(PROGRAMS).filter(([program]) => !present(program));
  return [...new Set(missing.map(([, name]) => name))];
}

function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function install(packages: readonly string[]): void {
  const get = (...args: string[]): boolean =>
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
      timeout: 300_000,
    }).status === 0;
  const line = ['install', '-y', '--no-install-recommends', ...packages];
  if (!get(...line) && get('update')) get(...line);
}

function tryNamespaces(): string | null {
  const probe = spawnSync('unshare', ['-Urn', 'sh', '-c', 'ip link set lo up && nft list ruleset'], {
    env: { ...process.env, PATH: DIRECTORIES.join(':') },
    encoding: 'utf8',
  });
  if (probe.status === 0) return null;
  const detail = (probe.stderr || String(probe.error ?? '')).trim();
  return `this kernel does not give an unprivileged user a network namespace with nftables (${detail})`;
}
