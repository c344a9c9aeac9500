import { execFileSync } from 'node:child_process';

/** What the demo needs of the machine, and the Debian package that brings it. */
const tools = [
  { command: 'unshare', package: 'util-linux', args: ['--version'] },
  { command: 'nsenter', package: 'util-linux', args: ['--version'] },
  { command: 'ip', package: 'iproute2', args: ['-V'] },
  { command: 'nft', package: 'nftables', args: ['--version'] },
  { command: 'iptables-nft', package: 'iptables', args: ['--version'] },
] as const;

const runs = (command: string, args: readonly string[]): boolean => {
  try {
    execFileSync(command, args, {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    return true;
  } catch {
    return false;
  }
};

/** Why no host can be protected on this machine, in words that say what to do; empty when one can. */
export const obstacles = (): readonly string[] => {
  if (process.platform !== 'linux') return ['The agent protects Linux hosts; this machine is not one.'];
  const absent = tools.filter(({ command, args }) => !runs(command, args));
  if (absent.length > 0) {
    const packages = [...new Set(absent.map((tool) => tool.package))].join(' ');
    return [
      `Missing: ${absent.map((tool) => tool.command).join(', ')}. Install with: apt-get install ${packages}`,
    ];
  }
  return runs('unshare', ['-Urn', 'true'])
    ? []
    : [
        'This kernel does not let users make network namespaces (sysctl kernel.unprivileged_userns_clone or user.max_user_namespaces).',
      ];
};
