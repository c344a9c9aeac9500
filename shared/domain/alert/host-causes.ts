import { unsupportedPlatform } from '../computer/platforms.ts';
import type { AlertType } from './catalogue.ts';

/** What a computer's host says of itself, and what the plane holds of it. */
export interface HostFacts {
  readonly platform: string;
  readonly agentVersion: string;
  /** Container runtimes seen on it. */
  readonly containers?: readonly string[] | undefined;
  readonly rebootRequired?: boolean | undefined;
  /** `firewall/intrusion prevention` states; absent before the first beat. */
  readonly modules?: string | undefined;
  /** Rules that it does not run, summed up (`refusedText`). */
  readonly refused?: string | undefined;
  /** Its system is set up to reach the internet through a proxy (AGT-7). */
  readonly proxy?: boolean | undefined;
  /** The content that it tried and rolled back. */
  readonly failedHash?: string | undefined;
}

export type StandingCause = readonly [type: AlertType, reason: string | undefined];

/** What stands with a host, with the reason in a sentence; undefined where all is well. `newest`: the agent's version. */
export const hostCauses = (facts: HostFacts, newest: string): readonly StandingCause[] => {
  const {
    platform,
    agentVersion,
    containers = [],
    rebootRequired,
    modules,
    failedHash,
    refused,
    proxy,
  } = facts;
  const [firewall, prevention] = modules?.split('/') ?? [];
  return [
    ['platform-unsupported', unsupportedPlatform(platform)],
    [
      'containers-not-inspected',
      containers.length > 0
        ? `${containers.join(', ')} found: traffic of containers is not inspected.`
        : undefined,
    ],
    ['computer-reboot-required', rebootRequired ? 'The system asks for a reboot.' : undefined],
    [
      'agent-upgrade-recommended',
      isOlder(agentVersion, newest) ? `Agent ${agentVersion}; ${newest} is the newest.` : undefined,
    ],
    ['firewall-engine-offline', firewall === 'error' ? 'The firewall does not work.' : undefined],
    ['intrusion-prevention-engine-offline', prevention === 'error' ? 'Inspection does not work.' : undefined],
    ['protection-off', modules === ALL_OFF ? 'No module is on.' : undefined],
    ['rules-not-in-force', refused],
    [
      'relay-required-behind-proxy',
      proxy ? 'The system is set up to reach the internet through a proxy.' : undefined,
    ],
    [
      'send-policy-failed',
      failedHash === undefined
        ? undefined
        : 'The host tried its configuration and went back to the one before.',
    ],
  ];
};

export const ALL_OFF = 'off/off';

/** No more than what changes the causes that beats tell of; a host that was not heard of yet counts as one at rest. */
export const beatCauses = ({
  modules = ALL_OFF,
  failedHash,
  refused = '',
}: Pick<HostFacts, 'modules' | 'failedHash' | 'refused'>): string => {
  const [firewall, prevention] = modules.split('/');
  return `${firewall === 'error'} ${prevention === 'error'} ${modules === ALL_OFF} ${failedHash !== undefined} ${refused}`;
};

/** Versions as numbers with dots; one that is not is taken for the newest. */
const isOlder = (version: string, newest: string): boolean => {
  if (!/^\d+(\.\d+)*$/.test(version)) return false;
  const [is, want] = [version, newest].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 4; i++) {
    const [a, b] = [is?.[i] ?? 0, want?.[i] ?? 0];
    if (a !== b) return a < b;
  }
  return false;
};
