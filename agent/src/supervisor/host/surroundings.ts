import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a runtime's socket or state is while it runs, or as long as it is set up. */
const RUNTIMES: readonly (readonly [name: string, paths: readonly string[]])[] = [
  ['docker', ['run/docker.sock']],
  ['containerd', ['run/containerd/containerd.sock', 'run/k3s/containerd/containerd.sock']],
  ['cri-o', ['run/crio/crio.sock']],
  ['podman', ['run/libpod', 'run/podman/podman.sock']],
  ['kubelet', ['var/lib/kubelet/config.yaml']],
];

/** Left by Debian's and Ubuntu's package scripts; gone after the reboot. */
const REBOOT = ['run/reboot-required', 'var/run/reboot-required'];

/** A proxy for TLS as systems name it for all of their programs. */
const PROXY = /^(?:export\s+)?https_proxy\s*=\s*["']?\w/im;

interface Surroundings {
  readonly containers: string[];
  readonly rebootRequired: boolean;
  readonly proxy: boolean;
}

/**
 * What is around the agent on its host that its administrator must know of (AGT-7, AGT-9, AGT-15). `root`: `/`;
 * `environment`: the agent's own.
 */
export const lookAround = (root: string, environment: NodeJS.ProcessEnv): Surroundings => {
  const isThere = (path: string): boolean => existsSync(join(root, path));
  return {
    containers: RUNTIMES.filter(([, paths]) => paths.some(isThere)).map(([name]) => name),
    rebootRequired: REBOOT.some(isThere),
    proxy:
      Boolean(environment.HTTPS_PROXY || environment.https_proxy) ||
      namesProxy(join(root, 'etc/environment')),
  };
};

const namesProxy = (path: string): boolean => {
  try {
    return PROXY.test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
};
