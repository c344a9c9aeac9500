import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

/** What is needed of a host, far below what the service's description asks for (AGT-3). */
const LEAST_MEMORY = 256 * 1024 * 1024;
const LEAST_DISK = 200 * 1024 * 1024;
const LEAST_KERNEL = [4, 18] as const;

export interface HostMeasures {
  readonly platform: string;
  /** `uname -r`. */
  readonly kernel: string;
  /** Bytes. */
  readonly memory: number;
  /** Free bytes for the agent's state. */
  readonly disk: number;
  /** Effective user; 0 also in a user namespace of its own. */
  readonly uid: number;
}

/** What this host lacks, in words for its administrator; empty when all is well. */
export const unmetRequirements = (host: HostMeasures): string[] => {
  const problems: string[] = [];
  if (host.platform !== 'linux') problems.push(`Only Linux is protected; this is ${host.platform}.`);
  else if (olderThan(host.kernel, LEAST_KERNEL)) {
    problems.push(`The kernel ${host.kernel} is older than ${LEAST_KERNEL.join('.')}, which is needed.`);
  }
  if (host.uid !== 0) problems.push('The agent is not root and cannot filter traffic.');
  if (host.memory < LEAST_MEMORY) problems.push(`${megabytes(host.memory)} of memory; 256 MB are needed.`);
  if (host.disk < LEAST_DISK)
    problems.push(`${megabytes(host.disk)} free for the agent's state; 200 MB are needed.`);
  return problems;
};

export const measureHost = (stateDirectory: string, kernel: string): HostMeasures => {
  const { bavail, bsize } = statfsSync(stateDirectory);
  return {
    platform: process.platform,
    kernel,
    memory: totalmem(),
    disk: bavail * bsize,
    uid: process.geteuid?.() ?? -1,
  };
};

const olderThan = (kernel: string, [major, minor]: readonly [number, number]): boolean => {
  const match = /^(\d+)\.(\d+)/.exec(kernel);
  if (!match) return false;
  const [is, at] = [Number(match[1]), Number(match[2])];
  return is < major || (is === major && at < minor);
};

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;
