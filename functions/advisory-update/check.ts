/**
 * Reads advisories on one machine and says what they come to, without a plane: `npm run advisories -- DIR_OR_URL...
 * [--json]`. A plane reads the same sources by itself once its operator named them (`POST /operator/advisories`).
 */
import { parseArgs } from 'node:util';
import { egressFrom } from '../../shared/egress/egress.ts';
import { collectAdvisories } from './collect.ts';
import { readAny } from './source/read-any.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (positionals.length === 0) {
  console.error('Say what to read: npm run advisories -- DIR_OR_URL... [--json]');
  process.exit(2);
}

const started = performance.now();
const { read, refused, failures, indexes } = await collectAdvisories(
  positionals,
  readAny(egressFrom(process.env)),
);
const report = {
  read,
  refused,
  failures,
  ecosystems: indexes.map(({ ecosystem, cves, packages }) => ({
    ecosystem,
    CVEs: cves.length,
    packages: packages.length,
  })),
  seconds: (performance.now() - started) / 1000,
  peakMemoryMB: process.resourceUsage().maxRSS / 1000,
};
if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`${read} documents read, ${refused} of them no advisories.`);
  for (const { ecosystem, CVEs, packages } of report.ecosystems) {
    console.log(`  ${ecosystem}: ${CVEs} CVEs in ${packages} packages`);
  }
  for (const { message } of failures) console.error(message);
}
process.exitCode = failures.length > 0 ? 1 : 0;
