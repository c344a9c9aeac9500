import { readFileSync } from 'node:fs';
import { arch, hostname, networkInterfaces, release } from 'node:os';
import type { HostInfo } from '../../../../shared/schema/agent/activation.ts';
import { AGENT_VERSION } from '../../version.ts';
import { measureHost, unmetRequirements } from '../configuration/requirements.ts';
import { lookAround } from './surroundings.ts';

/** What the plane shows of this host. `problems` are those found elsewhere; unmet requirements are added. */
export const describeHost = (stateDirectory: string, problems: readonly string[]): HostInfo => {
  const kernel = release();
  return {
    hostName: hostname().slice(0, 254) || 'localhost',
    platform: platformName(readOr('/etc/os-release')),
    kernel: kernel.slice(0, 200),
    architecture: arch(),
    agentVersion: AGENT_VERSION,
    addresses: addressesOf(networkInterfaces()),
    ...lookAround('/', process.env),
    problems: [...problems, ...unmetRequirements(measureHost(stateDirectory, kernel))]
      .map((problem) => problem.slice(0, 300))
      .slice(0, 16),
  };
};

/** The system's own name for itself, from os-release. */
export const platformName = (osRelease: string): string => {
  const line = /^PRETTY_NAME=(.*)$/m.exec(osRelease)?.[1] ?? '';
  return line.replace(/^(["'])(.*)\1$/, '$2').slice(0, 200) || process.platform;
};

const addressesOf = (interfaces: ReturnType<typeof networkInterfaces>): string[] =>
  Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter((entry) => !entry.internal && !entry.address.startsWith('fe80:'))
    .map((entry) => entry.address)
    .sort()
    .slice(0, 64);

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
