import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseRpmList } from '../../../../agent/src/inventory/rpm.ts';
import { takeInventory } from '../../../../agent/src/inventory/take.ts';
import type { Inventory } from '../../../../shared/domain/recommendation/inventory.ts';
import { APACHE, scanPlane } from '../../../support/scanned-host.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const advisory = (ecosystem: string, name: string, fixed: string): object => ({
  id: `${ecosystem}-1`,
  upstream: [APACHE],
  affected: [
    {
      package: { ecosystem, name },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
    },
  ],
});

const root = mkdtempSync(join(tmpdir(), 'mvp-system-'));
let table: TestTable;
let plane: Awaited<ReturnType<typeof scanPlane>>;
beforeAll(async () => {
  table = await startTable();
  plane = await scanPlane(table, [
    advisory('Alpine:v3.19', 'apache2', '2.4.51-r0'),
    advisory('AlmaLinux:9', 'httpd', '2.4.51-1.el9'),
  ]);
});
afterAll(async () => {
  await table.stop();
  rmSync(root, { recursive: true, force: true });
});

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

/** What an agent finds in a root of each system with one package. */
const systems = {
  async Debian(version: string): Promise<Inventory> {
    put('deb/etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
    const status = `Package: apache2\nStatus: install ok installed\nVersion: ${version}\n`;
    put('deb/var/lib/dpkg/status', status);
    return takeInventory({ root: join(root, 'deb') });
  },
  async Alpine(version: string): Promise<Inventory> {
    put('apk/etc/os-release', 'ID=alpine\nVERSION_ID=3.19.1\n');
    put('apk/lib/apk/db/installed', `P:apache2-ssl\nV:${version}\no:apache2\n`);
    return takeInventory({ root: join(root, 'apk') });
  },
  /** rpm itself may not be here: its answer is. */
  async AlmaLinux(version: string): Promise<Inventory> {
    const [at, release] = version.split('-');
    put('rpm/etc/os-release', 'ID="almalinux"\nVERSION_ID="9.3"\n');
    const packages = parseRpmList(`httpd\t0:${version}\thttpd-${at}-${release}.src.rpm\n`);
    return { ...(await takeInventory({ root: join(root, 'rpm') })), packageFormat: 'rpm', packages };
  },
};

it.each<[keyof typeof systems, ecosystem: string, open: string, repaired: string]>([
  ['Debian', 'Debian:12', '2.4.49-1', '2.4.62-1'],
  ['Alpine', 'Alpine:v3.19', '2.4.49-r9', '2.4.51-r0'],
  ['AlmaLinux', 'AlmaLinux:9', '2.4.49-7.el9', '2.4.51-1.el9_3.1'],
])(
  '%s: the rule of an old package is assigned, and taken off when it is repaired',
  async (system, ecosystem, open, repaired) => {
    const { tell, autoApply, assignments, api } = await plane.host();
    await autoApply();
    await tell(await systems[system](open));
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [3] });
    expect((await api('GET', '/recommendations/computers/7')).body).toMatchObject({
      ecosystem,
      exposures: [{ CVE: APACHE, status: 'affected', version: open }],
    });
    await tell(await systems[system](repaired));
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [] });
    const { body } = await api('GET', `/coverage/cves/${APACHE}`);
    expect(body.computers).toEqual([]);
  },
);
