import { scanFunction } from '../../functions/scans/handlers.ts';
import { createIndexReader } from '../../functions/scans/read-index.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { createIndexBuilder } from '../../shared/domain/recommendation/advisory-index.ts';
import type { Inventory } from '../../shared/domain/recommendation/inventory.ts';
import { api } from '../../shared/http/api.ts';
import { putIndex } from '../../shared/ports/advisory-blob.ts';
import { osvDocument } from '../../shared/schema/advisory/osv.ts';
import type { AdvisoriesItem } from '../../shared/table/entities/scan/advisories.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type HttpHandler, quietLogger } from './call.ts';

const memoryBlobs = () => {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (name: string, bytes: Uint8Array): Promise<void> => void kept.set(name, bytes),
    get: async (name: string): Promise<Uint8Array | undefined> => kept.get(name),
  };
};

/** The scans' function on a table, with advisories that a test gives it. */
export const scansOn = (store: Store, now: () => number = Date.now) => {
  const blobs = memoryBlobs();
  const deps = {
    store,
    logger: quietLogger(),
    now,
    catalogue: starterCatalogue,
    readIndex: createIndexReader(store, blobs),
  };
  return {
    handler: api(deps, scanFunction(deps)) as HttpHandler,
    async advise(documents: readonly unknown[], changed = 1): Promise<void> {
      const builder = createIndexBuilder();
      for (const document of documents) builder.add(osvDocument.parse(document));
      const ecosystems: AdvisoriesItem['ecosystems'] = {};
      for (const index of builder.finish()) {
        const { cves, packages } = index;
        const hash = await putIndex(blobs, index);
        ecosystems[index.ecosystem] = {
          hash,
          CVEs: cves.length,
          packages: packages.length,
          imported: changed,
        };
      }
      const item: AdvisoriesItem = {
        ...keys.advisories,
        kind: 'advisories',
        revision: 1,
        changed,
        ecosystems,
      };
      await store.put(item);
    },
  };
};

/** An advisory of one Debian package, as OSV has it. */
export const debianAdvisory = (CVE: string, name: string, fixed: string): unknown => ({
  id: `DSA-${CVE.slice(4)}`,
  upstream: [CVE],
  affected: [
    {
      package: { ecosystem: 'Debian:12', name },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
    },
  ],
});

/** A Debian host with these source packages, listening on a web port. */
export const debianHost = (packages: Readonly<Record<string, string>>): Inventory => ({
  os: { id: 'debian', versionID: '12', name: 'Debian GNU/Linux 12 (bookworm)', kernel: '6.1.0' },
  packageFormat: 'deb',
  packages: Object.entries(packages).map(([name, version]) => ({
    name,
    version,
    source: name,
    sourceVersion: version,
  })),
  listeners: [{ protocol: 'tcp', port: 80, address: '0.0.0.0' }],
  processes: [],
  services: [],
});
