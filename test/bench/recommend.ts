import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applicationTypes } from '../../shared/domain/ips/catalogue/application-types/index.ts';
import { catalogueOf } from '../../shared/domain/ips/catalogue/index.ts';
import { starterRules } from '../../shared/domain/ips/catalogue/starter.ts';
import { createIndexBuilder } from '../../shared/domain/recommendation/advisory-index.ts';
import { decide, isRecommended } from '../../shared/domain/recommendation/decide.ts';
import type { Inventory } from '../../shared/domain/recommendation/inventory.ts';
import { osvDocument } from '../../shared/schema/advisory/osv.ts';
import { line, median } from './line.ts';

/** One recommendation decision: 2,000 packages, 8,000 rules, the recorded advisories; a third of the rules has none. */
const FIXTURES = join(import.meta.dirname, '../../../shared/fixtures/advisories');
const RULES = 8000;
const PACKAGES = 2000;

if (!existsSync(FIXTURES))
  throw new Error(`${FIXTURES} is missing; the decision is measured with its advisories`);
const builder = createIndexBuilder();
const files = globSync('*/osv/**/*.json', { cwd: FIXTURES });
const began = performance.now();
for (const file of files)
  builder.add(osvDocument.parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'))));
const indexes = builder.finish();
line('advisories read and indexed', performance.now() - began, 'ms', { documents: files.length });

for (const [ecosystem, id, versionID] of [
  ['AlmaLinux:8', 'almalinux', '8.9'],
  ['Debian:10', 'debian', '10'],
] as const) {
  const index = indexes.find((candidate) => candidate.ecosystem === ecosystem);
  if (!index) throw new Error(`no advisories of ${ecosystem}`);
  const advised = index.packages.map(([name, [span]]) => ({ name, version: `${span?.[1] ?? '1'}.1` }));
  const inventory: Inventory = {
    os: { id, versionID, name: ecosystem, kernel: '6.1' },
    packageFormat: 'deb',
    packages: Array.from(
      { length: PACKAGES },
      (_, at) => advised[at] ?? { name: `package-${at}`, version: '1.2-3' },
    ),
    listeners: [80, 443, 22, 3306].map((port) => ({
      protocol: 'tcp',
      port,
      address: '::',
      executable: `/usr/sbin/${port}`,
    })),
    processes: Array.from({ length: 300 }, (_, at) => ({ executable: `/usr/bin/program-${at}` })),
    services: [],
  };
  const [template] = starterRules;
  if (!template) throw new Error('no rule to copy');
  const rules = Array.from({ length: RULES }, (_, at) => ({
    ...template,
    ID: at + 1,
    applicationTypeID: applicationTypes[at % applicationTypes.length]?.ID ?? 1,
    CVE: at % 3 === 0 ? [] : [index.cves[at % index.cves.length] ?? '', `CVE-1999-${at}`],
  }));
  const catalogue = catalogueOf(rules, applicationTypes);
  const times: number[] = [];
  let recommended = 0;
  for (let run = 0; run < 9; run++) {
    const start = performance.now();
    recommended = decide(inventory, catalogue, index).rules.filter(isRecommended).length;
    times.push(performance.now() - start);
  }
  const value = Math.max(median(times), times[0] ?? 0);
  line('recommendation decision', value, 'ms', {
    target: 'under 200',
    holds: value < 200,
    ecosystem,
    packages: PACKAGES,
    rules: RULES,
    CVEs: index.cves.length,
    recommended,
  });
}
