import { expect, it } from 'vitest';
import { beatCauses, type HostFacts, hostCauses } from './host-causes.ts';

const well: HostFacts = { platform: 'Debian GNU/Linux 12', agentVersion: '0.1.0', modules: 'on/prevent' };
const standing = (more: Partial<HostFacts>) =>
  hostCauses({ ...well, ...more }, '0.1.0').flatMap(([type, reason]) => (reason === undefined ? [] : [type]));

it.each<[string, Partial<HostFacts>, string[]]>([
  ['a host that is well', {}, []],
  ['one that was not heard of yet', { modules: undefined }, []],
  ['an old system', { platform: 'CentOS Linux 7 (Core)' }, ['platform-unsupported']],
  ['Docker', { containers: ['docker'] }, ['containers-not-inspected']],
  ['a reboot due', { rebootRequired: true }, ['computer-reboot-required']],
  ['an older agent', { agentVersion: '0.0.9' }, ['agent-upgrade-recommended']],
  ['an agent that is newer or unheard of', { agentVersion: '0.1.0-dev' }, []],
  ['a firewall in error', { modules: 'error/prevent' }, ['firewall-engine-offline']],
  ['inspection in error', { modules: 'on/error' }, ['intrusion-prevention-engine-offline']],
  ['inspection off by policy', { modules: 'on/off' }, []],
  ['nothing on', { modules: 'off/off' }, ['protection-off']],
  ['rules it cannot run', { refused: 'Rule 7 is not in force: x' }, ['rules-not-in-force']],
  ['a proxy', { proxy: true }, ['relay-required-behind-proxy']],
  ['a configuration rolled back', { failedHash: 'a' }, ['send-policy-failed']],
])('%s', (_, facts, types) => {
  expect(standing(facts)).toEqual(types);
});

it('a beat tells of a change only where a cause comes or goes', () => {
  const at = (modules: string | undefined, failedHash?: string) => beatCauses({ modules, failedHash });
  expect(at('on/prevent')).toBe(at('on/detect'));
  expect(at(undefined)).toBe(at('off/off'));
  expect(
    new Set([at('on/prevent'), at('off/off'), at('on/error'), at('error/on'), at('on/on', 'a')]).size,
  ).toBe(5);
});
