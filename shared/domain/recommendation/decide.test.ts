import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../ips/catalogue/index.ts';
import type { ApplicationType, CatalogueRule } from '../ips/catalogue/rule.ts';
import { createIndexBuilder } from './advisory-index.ts';
import { decide } from './decide.ts';
import type { Inventory, Listener } from './inventory.ts';

const web: ApplicationType = {
  ID: 1,
  name: 'Web Server Common',
  description: '',
  direction: 'incoming',
  protocol: 'tcp',
  ports: ['80', '8000-8010'],
  detection: { packages: { debian: ['nginx'], redhat: ['httpd'] }, executables: ['nginx'], listens: ['80'] },
};
const rule = (
  ID: number,
  CVE: readonly string[],
  type: CatalogueRule['type'] = 'vulnerability',
): CatalogueRule => ({
  ID,
  identifier: String(ID),
  name: `Rule ${ID}`,
  description: '',
  applicationTypeID: 1,
  priority: 'normal',
  severity: 'high',
  type,
  CVE,
  CVSSScore: '',
  originalIssue: 0,
  lastUpdated: 0,
  signatures: [],
  action: 'drop',
  detectOnly: false,
});

const builder = createIndexBuilder();
builder.add({
  id: 'DSA-1-1',
  aliases: [],
  upstream: ['CVE-2024-0001', 'CVE-2024-0002'],
  related: [],
  affected: [
    {
      ecosystem: 'Debian:12',
      name: 'nginx',
      ranges: [[{ introduced: '0' }, { fixed: '1.22.1-9+deb12u2' }]],
      versions: [],
    },
  ],
});
builder.add({
  id: 'DSA-2-1',
  aliases: [],
  upstream: ['CVE-2024-0003'],
  related: [],
  affected: [{ ecosystem: 'Debian:12', name: 'exim4', ranges: [[{ introduced: '0' }]], versions: [] }],
});
const [index] = builder.finish();

const empty: Inventory = {
  os: { id: 'debian', versionID: '12', name: 'Debian 12', kernel: '6.1' },
  packageFormat: 'deb',
  packages: [],
  listeners: [],
  processes: [],
  services: [],
};
const nginx = (version: string) => [{ name: 'nginx-core', version, source: 'nginx', sourceVersion: version }];
const listens = (...ports: readonly number[]): Listener[] =>
  ports.map((port) => ({
    protocol: 'tcp',
    port,
    address: '0.0.0.0',
    executable: '/usr/sbin/nginx',
    package: 'nginx-core',
  }));
const old = '1.22.1-9';
const repaired = '1.22.1-9+deb12u2';

const outcome = (inventory: Partial<Inventory>, of: CatalogueRule, advisories = index) =>
  decide({ ...empty, ...inventory }, catalogueOf([of], [web]), advisories).rules[0];

describe('a rule with CVEs', () => {
  const about = rule(7, ['CVE-2024-0001']);
  it.each<[string, Partial<Inventory>, string, string]>([
    [
      'an old package',
      { packages: nginx(old) },
      'affected',
      'nginx 1.22.1-9 is open to CVE-2024-0001; 1.22.1-9+deb12u2 repairs it (DSA-1-1).',
    ],
    [
      'a repaired one',
      { packages: nginx(repaired) },
      'patched',
      'nginx 1.22.1-9+deb12u2 is not open to CVE-2024-0001 (DSA-1-1).',
    ],
    [
      'two versions at once',
      { packages: [...nginx(repaired), ...nginx(old)] },
      'affected',
      'nginx 1.22.1-9 is',
    ],
    ['none', {}, 'not-installed', 'nginx, which CVE-2024-0001 is about, is not installed (DSA-1-1).'],
    [
      'a package without version',
      { packages: nginx('') },
      'version-unknown',
      'nginx is installed in a version',
    ],
    [
      'a program of no package',
      { processes: [{ executable: '/opt/nginx/sbin/nginx (deleted)' }] },
      'version-unknown',
      'A program nginx runs that belongs to no package',
    ],
    [
      'a program of another package',
      { processes: [{ executable: '/usr/bin/nginx', package: 'x' }] },
      'not-installed',
      'nginx, which',
    ],
    [
      'only TLS',
      { packages: nginx(old), listeners: listens(443) },
      'not-effective',
      'nginx 1.22.1-9 is open',
    ],
    [
      'TLS and plain',
      { packages: nginx(old), listeners: listens(443, 80) },
      'affected',
      'nginx 1.22.1-9 is open',
    ],
    [
      'TLS seen on a plain port',
      { packages: nginx(old), listeners: listens(80).map((l) => ({ ...l, seen: { tls: 64, plain: 0 } })) },
      'not-effective',
      'nginx',
    ],
    [
      'plain seen on a TLS port',
      { packages: nginx(old), listeners: listens(443).map((l) => ({ ...l, seen: { tls: 0, plain: 1 } })) },
      'affected',
      'nginx',
    ],
    ['not started', { packages: nginx(old) }, 'affected', 'nginx'],
  ])('%s: %s', (_what, inventory, status, reason) => {
    const judged = outcome(inventory, about);
    expect(judged).toMatchObject({ status, CVE: 'CVE-2024-0001' });
    expect(judged?.reason.startsWith(reason)).toBe(true);
  });

  it('the worst of its CVEs decides', () => {
    const exim = [{ name: 'exim4-base', version: '4.96-15', source: 'exim4', sourceVersion: '4.96-15' }];
    const both = rule(8, ['CVE-2024-0002', 'CVE-2024-0003', 'CVE-1999-0001']);
    expect(outcome({ packages: [...nginx(repaired), ...exim] }, both)).toMatchObject({
      status: 'affected',
      CVE: 'CVE-2024-0003',
      reason: 'exim4 4.96-15 is open to CVE-2024-0003; there is no repaired version yet (DSA-2-1).',
    });
  });

  it('a CVE that no advisory of the system names is not there', () => {
    expect(outcome({ packages: nginx(old) }, rule(9, ['CVE-1999-0001']))?.status).toBe('not-installed');
  });

  it('on a system without advisories the application decides', () => {
    const judged = decide(
      { ...empty, packages: nginx(old), processes: [{ executable: '/usr/sbin/nginx' }] },
      catalogueOf([about], [web]),
      undefined,
    );
    expect(judged.rules[0]).toMatchObject({ status: 'version-unknown' });
    expect(decide(empty, catalogueOf([about], [web]), undefined).rules[0]?.status).toBe('not-installed');
  });
});

describe('a rule without CVE', () => {
  it.each<[string, Partial<Inventory>, string]>([
    ['package', { packages: [{ name: 'nginx', version: '1' }] }, 'application-found'],
    ['program', { processes: [{ executable: '/opt/x/nginx' }] }, 'application-found'],
    ['port', { listeners: [{ protocol: 'tcp', port: 80, address: '::' }] }, 'application-found'],
    [
      'port of another protocol',
      { listeners: [{ protocol: 'udp', port: 80, address: '::' }] },
      'not-installed',
    ],
    ['nothing', {}, 'not-installed'],
    [
      'only over TLS',
      { processes: [{ executable: '/opt/x/nginx' }], listeners: listens(443) },
      'not-effective',
    ],
  ])('%s', (_what, inventory, status) => {
    expect(outcome(inventory, rule(7, []))?.status).toBe(status);
  });

  it.each(['custom', 'smart'] as const)('of type %s is never recommended', (type) => {
    expect(outcome({ packages: nginx(old) }, rule(7, ['CVE-2024-0001'], type))?.status).toBe('not-judged');
  });
});
