import { readManifest } from '../../shared/catalogue/load.ts';
import type { LicenceText, SourceRecord } from '../../shared/catalogue/manifest.ts';
import { readFile } from '../../shared/catalogue/packed-file.ts';
import { type SignedVersion, writeVersion } from '../../shared/catalogue/write-version.ts';
import { applicationTypes } from '../../shared/domain/ips/catalogue/application-types/index.ts';
import type { Refusal } from '../../shared/domain/outcome.ts';
import type { Exchange } from '../../shared/domain/rule-update/benign/exchange.ts';
import { dated } from '../../shared/domain/rule-update/delivery/new-rules.ts';
import { type Assembled, assemble } from '../../shared/domain/rule-update/feed/assemble.ts';
import type { Collected } from '../../shared/domain/rule-update/feed/collect.ts';
import { isSame } from '../../shared/domain/rule-update/feed/difference.ts';
import { type FeedRule, supportOf } from '../../shared/domain/rule-update/feed/feed-rule.ts';
import {
  emptyRegistry,
  type Identify,
  type IdRegistry,
  identify,
} from '../../shared/domain/rule-update/feed/identify.ts';
import { checkSound, type MostLost } from '../../shared/domain/rule-update/feed/sound.ts';
import { STARTER, starterSource } from '../../shared/domain/rule-update/feed/starter.ts';
import { replay } from '../../shared/domain/rule-update/replay.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import type { Signer } from '../../shared/ports/signer.ts';
import { collectSource } from './collect-source.ts';
import type { FeedSource, ReadSource } from './source/feed-source.ts';

export interface ImportDeps {
  readonly blobs: Blobs;
  readonly signer: Signer;
  readonly readSource: ReadSource;
}

export interface ImportWish {
  readonly sources: readonly FeedSource[];
  /** The version before, whose rules the new one is compared with. */
  readonly before: SignedVersion | undefined;
  /** Epoch ms of the import: the same again when one that broke off is made again. */
  readonly at: number;
  /** Number of the new version. */
  readonly version: number;
  /** What a source may lose at once, but for those of which the operator said that it is right. */
  readonly mostLost: MostLost;
  readonly acceptShrink?: readonly string[];
  /** Ms for reading all sources; default 150 s. */
  readonly within?: number;
  /** Ordinary traffic that rules are tried on. */
  readonly corpus: readonly Exchange[];
}

export interface Failure {
  readonly source: string;
  readonly message: string;
  readonly reason: string;
}

export interface Imported extends Assembled {
  /** Absent: nothing is other than before, so no version was made. */
  readonly written?: SignedVersion;
  /** Sources that gave nothing this time: what they gave before stays as it is. */
  readonly failures: readonly Failure[];
  readonly sources: readonly SourceRecord[];
}

interface Known {
  readonly rules: readonly FeedRule[];
  readonly registry: IdRegistry;
  readonly sources: readonly SourceRecord[];
  readonly licences: readonly LicenceText[];
}

interface Gathered {
  readonly record: SourceRecord;
  readonly collected: Collected;
  readonly licences: readonly LicenceText[];
}

/** Ms for reading all sources. A slow one gets no more than its share of what is left, so that the others go on. */
const READING = 150_000;

/**
 * Reads every source, makes a version of what they hold, and stores and signs it if it is other than the one before.
 * A source that is broken, empty, shrunk or out of reach changes nothing: its rules stay what they were.
 */
export const importSources = async (deps: ImportDeps, wish: ImportWish): Promise<Imported> => {
  const known = await readKnown(deps, wish.before);
  const identifier = identify(known.registry);
  const failures: Failure[] = [];
  const gathered: Gathered[] = [starter(wish.at)];
  const until = performance.now() + (wish.within ?? READING);
  for (const [index, source] of wish.sources.entries()) {
    const share = (until - performance.now()) / (wish.sources.length - index);
    const got = await gather(deps, wish, source, identifier, known, share);
    if ('ok' in got) failures.push(failureOf(source, got));
    const kept = 'ok' in got ? carriedOver(source, known) : got;
    if (kept) gathered.push(kept);
  }
  const assembled = assemble(
    gathered.map(({ record, collected }) => ({ name: record.name, ...collected })),
    known.rules,
    (rules) => replay(rules, wish.corpus),
  );
  const sources = gathered.map(({ record }) => record);
  if (isSame(assembled.difference)) return { ...assembled, failures, sources };
  const written = await writeVersion(deps, {
    version: wish.version,
    created: wish.at,
    rules: dated(assembled.rules, known.rules, wish.version),
    registry: identifier.registry(),
    report: assembled.report,
    sources,
    licences: gathered.flatMap(({ licences }) => licences),
  });
  return { ...assembled, written, failures, sources };
};

const readKnown = async (
  { blobs, signer }: ImportDeps,
  before: SignedVersion | undefined,
): Promise<Known> => {
  if (!before) return { rules: [], registry: emptyRegistry, sources: [], licences: [] };
  const { files, sources } = await readManifest({ blobs, trustedKeys: signer.trustedKeys }, before);
  // Vouched for by the signature, and written by this very code.
  const [rules, registry, licences] = await Promise.all([
    readFile(blobs, files.rules),
    readFile(blobs, files.ids),
    readFile(blobs, files.licences),
  ]);
  return {
    rules: rules as readonly FeedRule[],
    registry: registry as IdRegistry,
    sources,
    licences: licences as readonly LicenceText[],
  };
};

const starter = (now: number): Gathered => {
  const collected = starterSource();
  const licences = ['Apache-2.0'];
  return {
    record: { name: STARTER, files: collected.files, licences, imported: now },
    collected,
    licences: [],
  };
};

const gather = async (
  deps: ImportDeps,
  wish: ImportWish,
  source: FeedSource,
  identifier: Identify,
  known: Known,
  within: number,
): Promise<Gathered | Refusal> => {
  const read = await collectSource(source, deps.readSource, identifier, applicationTypes, within);
  if (!read.ok) return read;
  const { collected, licences } = read.value;
  const before = known.sources.find(({ name }) => name === source.name)?.files ?? {};
  const most = wish.acceptShrink?.includes(source.name) ? undefined : wish.mostLost;
  const sound = checkSound(source.name, collected.files, before, most);
  if (!sound.ok) return sound;
  const record: SourceRecord = {
    name: source.name,
    from: source.from,
    files: { ...collected.files },
    licences: [...(source.licence ? [source.licence] : []), ...licences.map(({ name }) => name)],
    imported: wish.at,
  };
  return { record, collected, licences };
};

/** What a source gave before; whether the engine runs it is asked again. */
const carriedOver = ({ name }: FeedSource, known: Known): Gathered | undefined => {
  const record = known.sources.find((source) => source.name === name);
  if (!record) return undefined;
  const rules = known.rules
    .filter((rule) => rule.source === name)
    .map(({ unsupported: _, ...rule }) => ({ ...rule, ...supportOf(rule.signatures) }));
  const collected = { rules, files: record.files, read: rules.length, switchedOff: 0, refused: [] };
  return { record, collected, licences: known.licences.filter(({ source }) => source === name) };
};

const failureOf = ({ name }: FeedSource, { message, reason = 'broken' }: Refusal): Failure => ({
  source: name,
  message,
  reason,
});
