import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { takeInventory } from '../../agent/src/inventory/take.ts';
import { freePort } from '../../infra/local/free-port.ts';
import { catalogueOf, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { createIndexBuilder } from '../../shared/domain/recommendation/advisory-index.ts';
import { decide } from '../../shared/domain/recommendation/decide.ts';
import { ecosystemOf, type Inventory } from '../../shared/domain/recommendation/inventory.ts';
import { inventory as inventorySchema } from '../../shared/schema/agent/inventory.ts';
import { skipReason } from './rig/requirements.ts';

const CVE = 'CVE-2024-7347';

describe.skipIf(skipReason() !== null)('the machine that the tests run on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mvp-nginx-'));
  let nginx: ChildProcess;
  let port: number;
  let taken: Inventory;

  beforeAll(async () => {
    port = await freePort();
    const page = `server { listen 127.0.0.1:${port}; root ${folder}; access_log off; }`;
    const config = join(folder, 'nginx.conf');
    writeFileSync(config, `pid ${folder}/pid; error_log ${folder}/log; events {} http { ${page} }`);
    const arguments_ = ['-c', config, '-p', folder, '-g', 'daemon off; master_process off;'];
    nginx = spawn('nginx', arguments_, { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, stdio: 'ignore' });
    await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/`), 10_000);
    taken = await takeInventory();
  });
  afterAll(() => {
    nginx.kill();
    rmSync(folder, { recursive: true });
  });

  it('has the packages that dpkg lists', () => {
    expect(inventorySchema.parse(taken)).toEqual(taken);
    const listed = execFileSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n'], {
      encoding: 'utf8',
    });
    const names = listed
      .split('\n')
      .flatMap((line) => (line.startsWith('installed ') ? [line.slice(10)] : []));
    expect(new Set(taken.packages.map(({ name }) => name))).toEqual(new Set(names));
  });

  it('has a web server of a package, listening where it does', () => {
    const listener = taken.listeners.find((each) => each.port === port);
    expect(listener).toMatchObject({ protocol: 'tcp', address: '127.0.0.1', executable: '/usr/sbin/nginx' });
    expect(listener?.package).toMatch(/^nginx/);
  });

  it.each([
    ['999:1-1', 'affected'],
    ['0.1-1', 'patched'],
  ])('nginx repaired in %s: %s', (fixed, status) => {
    const builder = createIndexBuilder();
    const ecosystem = ecosystemOf(taken.os) ?? '';
    const ranges = [[{ introduced: '0' }, { fixed }]];
    builder.add({
      id: 'X-1',
      aliases: [CVE],
      upstream: [],
      related: [],
      affected: [{ ecosystem, name: 'nginx', ranges, versions: [] }],
    });
    const rule = {
      ...starterCatalogue.rules[0],
      ID: 9,
      CVE: [CVE],
    } as (typeof starterCatalogue.rules)[number];
    const catalogue = catalogueOf([rule], starterCatalogue.applicationTypes);
    const [outcome] = decide(taken, catalogue, builder.finish()[0]).rules;
    expect(outcome).toMatchObject({ status, CVE });
  });
});
