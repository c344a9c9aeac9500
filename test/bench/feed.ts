import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileBlobs } from '../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../functions/rule-update/local/file-signer.ts';
import { shelf } from '../../functions/rule-update/local/shelf.ts';
import { loadCatalogue } from '../../shared/catalogue/load.ts';
import { line, median } from './line.ts';

/** The whole open feed of the fixtures: import and publish, in a process of its own; then what loading it takes. */
const root = resolve(import.meta.dirname, '../..');
const feed = resolve(root, '../shared/fixtures/etopen/2024-04-21');
if (!existsSync(feed)) {
  console.error(`${feed} is not there; it is a fixture beside the repository.`);
  process.exit(1);
}

const dir = mkdtempSync(join(tmpdir(), 'mvp-bench-feed-'));
try {
  const seconds: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < 3; run++) {
    const data = join(dir, String(run));
    const program = join(root, 'functions/rule-update/feed.ts');
    const { stdout } = spawnSync(
      process.execPath,
      ['--no-warnings', program, 'import', feed, '--json', '--data', data],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const report = JSON.parse(stdout) as { seconds: number; peakMemoryMB: number; accepted: number };
    seconds.push(report.seconds);
    memory.push(report.peakMemoryMB);
  }
  const time = median(seconds);
  line('whole open feed: import and publish', time, 's', { target: 'under 60', holds: time < 60 });
  const peak = Math.max(...memory);
  line('whole open feed: peak memory', peak, 'MB', { target: 'under 1000', holds: peak < 1000 });

  const data = join(dir, '0');
  const version = shelf(data).read();
  if (!version) throw new Error('nothing was published');
  const { trustedKeys } = fileSigner(join(data, 'rules-key.pem'));
  const place = { blobs: fileBlobs(join(data, 'blobs')), trustedKeys };
  const before = process.memoryUsage().rss;
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    await loadCatalogue(place, version);
    times.push(performance.now() - started);
  }
  const catalogue = await loadCatalogue(place, version);
  line('catalogue: load the index', median(times), 'ms', { rules: catalogue.rules.length });
  line('catalogue: memory that it takes', (process.memoryUsage().rss - before) / 1e6, 'MB', {
    target: 'fits into 256 MB',
  });
  const IDs = catalogue.rules.slice(0, 400).map(({ ID }) => ID);
  const started = performance.now();
  await catalogue.signatures?.(IDs);
  line('catalogue: signatures of 400 rules', performance.now() - started, 'ms');
} finally {
  rmSync(dir, { recursive: true, force: true });
}
