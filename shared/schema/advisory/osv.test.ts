import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AdvisoryIndex, createIndexBuilder } from '../../domain/recommendation/advisory-index.ts';
import { exposuresOf } from '../../domain/recommendation/exposure.ts';
import { ecosystemOf, type InstalledPackage, type Inventory } from '../../domain/recommendation/inventory.ts';
import { osvDocument } from './osv.ts';

const FIXTURES = join(import.meta.dirname, '../../../../shared/fixtures/advisories');

interface Recorded {
  readonly ecosystem: string;
  readonly packageFormat: 'deb' | 'rpm' | 'apk';
  readonly os: { readonly id: string; readonly versionId: string; readonly kernel: string };
  readonly packages: readonly (Omit<InstalledPackage, 'name'> & { readonly package: string })[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(FIXTURES, path), 'utf8'));

describe.skipIf(!existsSync(FIXTURES))('recorded hosts (skipped where ../shared/fixtures is missing)', () => {
  const builder = createIndexBuilder();
  for (const path of globSync('*/osv/**/*.json', { cwd: FIXTURES }))
    builder.add(osvDocument.parse(read(path)));
  const indexes = new Map<string, AdvisoryIndex>(builder.finish().map((index) => [index.ecosystem, index]));

  it.each([
    'alma8-httpd-old',
    'alpine319-nginx',
    'debian11-lamp-old',
    'debian12-current',
    'debian12-mailserver',
    'ubuntu2204-mixed',
  ])('%s: every CVE', (name) => {
    const recorded = read(`inventories/${name}.json`) as Recorded;
    const expected = read(`inventories/${name}.expected.json`) as { cves: Record<string, string> };
    const { id, versionId: versionID, kernel } = recorded.os;
    const inventory: Inventory = {
      os: { id, versionID, name: id, kernel },
      packageFormat: recorded.packageFormat,
      packages: recorded.packages.map(({ package: of, ...rest }) => ({ ...rest, name: of })),
      listeners: [],
      processes: [],
      services: [],
    };
    const ecosystem = ecosystemOf(inventory.os);
    expect(ecosystem).toBe(recorded.ecosystem);
    const exposures = exposuresOf(inventory, indexes.get(recorded.ecosystem) as AdvisoryIndex);
    const statuses = Object.fromEntries([...exposures].map(([cve, { status }]) => [cve, status]));
    expect(statuses).toEqual(expected.cves);
  });
});

describe('reading', () => {
  it('takes what it knows and leaves out what it cannot read', () => {
    const read = osvDocument.parse({
      id: 'X-1',
      extra: { deep: true },
      aliases: null,
      upstream: ['CVE-2024-0001', 7, 'CVE-2024-0002'],
      affected: [
        { package: { ecosystem: 'Debian:12', name: 'a' }, ranges: [{ type: 'GIT', events: [] }] },
        { package: { ecosystem: 'Debian:12' } },
        'nonsense',
        {
          package: { ecosystem: 'Debian:12', name: 'b' },
          ranges: [
            { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { last_affected: '2' }, { limit: '3' }] },
          ],
        },
      ],
    });
    expect(read).toEqual({
      id: 'X-1',
      aliases: [],
      upstream: ['CVE-2024-0001', 'CVE-2024-0002'],
      related: [],
      affected: [
        { ecosystem: 'Debian:12', name: 'a', ranges: [], versions: [] },
        {
          ecosystem: 'Debian:12',
          name: 'b',
          ranges: [[{ introduced: '0' }, { lastAffected: '2' }]],
          versions: [],
        },
      ],
    });
  });

  it.each([[{}], [{ id: '' }], [{ id: 'x'.repeat(400) }], [[]], ['text']])(
    '%j is no advisory',
    (document) => {
      expect(osvDocument.safeParse(document).success).toBe(false);
    },
  );
});
