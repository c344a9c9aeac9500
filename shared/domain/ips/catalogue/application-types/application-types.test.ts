import { describe, expect, it } from 'vitest';
import type { ApplicationType } from '../rule.ts';
import { crowdedPort, MOST_TYPES_PER_PORT, portSpan } from './crowding.ts';
import { applicationTypes } from './index.ts';
import { otherTypes } from './other.ts';

const everywhere: ReadonlySet<number> = new Set(otherTypes.map(({ ID }) => ID));

const onWeb = (n: number, more: Partial<ApplicationType> = {}): ApplicationType[] =>
  Array.from({ length: n }, (_, i) => ({
    ...(applicationTypes[0] as ApplicationType),
    ID: i + 1,
    name: `Web ${i}`,
    ports: ['80', '80-81'],
    ...more,
  }));

describe('the application types', () => {
  it('are more than a hundred, each with an id, a name and ports of its own (IPS-4)', () => {
    expect(applicationTypes.length).toBeGreaterThanOrEqual(100);
    expect(new Set(applicationTypes.map((type) => type.ID)).size).toBe(applicationTypes.length);
    expect(new Set(applicationTypes.map((type) => type.name.toLowerCase())).size).toBe(
      applicationTypes.length,
    );
    for (const type of applicationTypes) {
      expect(type.ID).toBeLessThan(10_000_001);
      expect(type.protocol === 'icmp' || everywhere.has(type.ID) || type.ports.length > 0, type.name).toBe(
        true,
      );
      for (const port of type.ports) expect(portSpan(port), `${type.name} ${port}`).toBeDefined();
    }
  });

  it('can each be found on a host: by a package, a process or a listening port', () => {
    for (const { ID, name, detection } of applicationTypes) {
      if (everywhere.has(ID)) continue;
      const traces = [...detection.packages.debian, ...detection.packages.redhat, ...detection.executables];
      expect(traces.length, name).toBeGreaterThan(0);
    }
  });

  it('keep the ids that scripts of customers name', () => {
    const named = (ID: number) => applicationTypes.find((type) => type.ID === ID)?.name;
    expect([named(1), named(300)]).toEqual(['Web Server Common', 'DNS Server']);
  });
});

describe('crowded ports (IPS-11)', () => {
  it('do not occur with the whole catalogue assigned', () => {
    expect(crowdedPort(applicationTypes)).toBeUndefined();
  });

  it('leave a web port room for own types beside the whole catalogue', () => {
    expect(crowdedPort([...applicationTypes, ...onWeb(2)])).toBeUndefined();
  });

  it('are found, with their names', () => {
    expect(crowdedPort(onWeb(MOST_TYPES_PER_PORT))).toBeUndefined();
    expect(crowdedPort(onWeb(MOST_TYPES_PER_PORT + 1))).toMatchObject({ port: 80, direction: 'incoming' });
    expect(crowdedPort(onWeb(9, { ports: [], direction: 'outgoing' }))).toMatchObject({
      port: 1,
      direction: 'outgoing',
    });
    expect(crowdedPort(onWeb(9, { ports: [], protocol: 'icmp' }))).toBeUndefined();
  });
});
