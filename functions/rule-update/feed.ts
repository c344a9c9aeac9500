/**
 * Imports rules on one machine, without a plane: `npm run feed -- import DIR_OR_URL... [--json]`. What is named is
 * imported one after the other, each as the next version of the same feed; `NAME=DIR_OR_URL` makes it a source of its
 * own beside the others. Everything is kept under `--data`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refuse } from '../../shared/domain/outcome.ts';
import { benignCorpus } from '../../shared/domain/rule-update/benign/corpus.ts';
import { DEFAULT_MOST_LOST } from '../../shared/domain/rule-update/feed/sound.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { importSources } from './import-sources.ts';
import { fileBlobs } from './local/file-blobs.ts';
import { fileSigner } from './local/file-signer.ts';
import { jsonReport, printed } from './local/report-text.ts';
import { shelf } from './local/shelf.ts';
import type { FeedSource } from './source/feed-source.ts';
import { readAny } from './source/read-any.ts';

const usage = `Imports rules on this machine and says what it found.

  npm run feed -- import DIR_OR_URL... [--json] [--data DIR] [--shrink SHARE]

  DIR_OR_URL      a directory of .rules files, a file, a tar.gz, or an https address; NAME=DIR_OR_URL for a
                  source of its own
  --json          one JSON object for each import instead of text
  --data DIR      where versions are kept (default .data/feed)
  --shrink SHARE  share of its rules, and of its files, that a source may lose at once (default ${DEFAULT_MOST_LOST.rules})`;

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        data: { type: 'string', default: '.data/feed' },
        shrink: { type: 'string', default: String(DEFAULT_MOST_LOST.rules) },
      },
    });
    const [command, ...from] = positionals;
    const shrink = Number(values.shrink);
    if (command !== 'import' || from.length === 0 || !(shrink >= 0 && shrink <= 1)) return undefined;
    return { json: values.json, dataDir: values.data, shrink, from };
  } catch {
    return undefined;
  }
};

const named = (argument: string): FeedSource => {
  const match = /^([a-z0-9-]{1,40})=(.+)$/.exec(argument);
  return match?.[1] && match[2] ? { name: match[1], from: match[2] } : { name: 'feed', from: argument };
};

const unread = refuse('invalid', 'is not read now', 'unread');

const args = readArguments();
if (!args) {
  console.error(usage);
  process.exit(2);
}

const kept = shelf(args.dataDir);
const deps = {
  blobs: fileBlobs(join(args.dataDir, 'blobs')),
  signer: fileSigner(join(args.dataDir, 'rules-key.pem')),
  readSource: readAny(egressFrom(process.env)),
};

for (const argument of args.from) {
  const source = named(argument);
  const before = kept.read();
  const sources = [...(before?.sources ?? []).filter(({ name }) => name !== source.name), source];
  const started = performance.now();
  const version = (before?.version ?? 0) + 1;
  const mostLost = { rules: args.shrink, files: args.shrink };
  const corpus = benignCorpus();
  // Only what is named is read: the others stay what they were.
  const readSource: typeof deps.readSource = (each, reader, within) =>
    each.name === source.name ? deps.readSource(each, reader, within) : Promise.resolve(unread);
  const imported = await importSources(
    { ...deps, readSource },
    { sources, before, version, mostLost, corpus, at: Date.now() },
  );
  const failures = imported.failures.filter((failure) => failure.source === source.name);
  if (imported.written) {
    kept.write({ version, ...imported.written, sources: sources.map(({ name, from }) => ({ name, from })) });
  }
  const outcome = {
    ...imported,
    failures,
    from: argument,
    version: imported.written ? version : (before?.version ?? 0),
    seconds: (performance.now() - started) / 1000,
    peakMemoryMB: process.resourceUsage().maxRSS / 1000,
  };
  console.log(args.json ? JSON.stringify(jsonReport(outcome)) : printed(outcome));
  if (failures.length > 0) process.exitCode = 1;
}
