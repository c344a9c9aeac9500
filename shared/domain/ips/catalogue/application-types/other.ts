import type { ApplicationType } from '../rule.ts';

const everywhere = (
  ID: number,
  name: string,
  direction: ApplicationType['direction'],
  description: string,
): ApplicationType => ({
  ID,
  name,
  description,
  direction,
  protocol: 'tcp-udp',
  ports: [],
  detection: { packages: { debian: [], redhat: [] }, executables: [], listens: [] },
});

/** For rules that name no port, or ports that no other type holds: on every port, and found on no host. */
export const otherTypes = [
  everywhere(599, 'Other Services', 'incoming', 'Services on any port that have no type of their own'),
  everywhere(600, 'Other Clients', 'outgoing', 'Programs that go out to any port'),
] as const;
