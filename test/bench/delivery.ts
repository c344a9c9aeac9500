import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compileAll } from '../../functions/fan-out/compile-policy.ts';
import { type Imported, importSources } from '../../functions/rule-update/import-sources.ts';
import { fileBlobs } from '../../functions/rule-update/local/file-blobs.ts';
import { fileSigner } from '../../functions/rule-update/local/file-signer.ts';
import { readPath } from '../../functions/rule-update/source/read-path.ts';
import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { contentName } from '../../shared/ports/blob.ts';
import { contentDelta } from '../../shared/ports/content-delta.ts';
import { newSubscription } from '../../shared/table/entities/order/subscription.ts';
import { readHead, readPolicy } from '../../shared/table/entities/policy/policy.ts';
import { readTenantRules, takeVersion } from '../../shared/table/entities/rules/tenant-rules.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { startTable } from '../support/table.ts';
import { line } from './line.ts';
import { COMPUTERS, POLICIES, seedLargeTenant } from './management-seed.ts';

/**
 * The next version of the open feed, in which 300 rules say what they say a year later, for a tenant with 10,000
 * computers: what is written for it, and what a host fetches.
 */
const CHANGED = 300;
const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/etopen');
const [older, newer] = ['2024-04-21', '2025-08-01'].map((day) => join(fixtures, day)) as [string, string];
if (!existsSync(older)) {
  console.error(`${fixtures} is not there; it is a fixture beside the repository.`);
  process.exit(1);
}

const sidOf = (text: string): string | undefined =>
  text.startsWith('alert') ? /\bsid:\s*(\d+)/.exec(text)?.[1] : undefined;
const linesOf = (dir: string): [file: string, lines: string[]][] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.rules'))
    .map((name) => [name, readFileSync(join(dir, name), 'utf8').split('\n')]);

/** What a rule looks for; most changes of a year are to dates and tags, which would be too easy. */
const detection = (text: string): string => text.replace(/metadata:[^;]*;|rev:\s*\d+;/g, '');
/** Every so many rules of the feed get the text of one that came within the year, under their own number. */
const SPREAD = 40;

/** Changes 300 rules: those whose detection the year changed, and more with texts that are wholly other; their sids. */
const changeFeed = (dir: string): Set<string> => {
  const known = new Set(linesOf(dir).flatMap(([, lines]) => lines.map(sidOf)));
  const later = new Map(
    linesOf(newer).flatMap(([, lines]) => lines.map((text) => [sidOf(text), text] as const)),
  );
  const fresh = [...later].flatMap(([sid, text]) => (sid && !known.has(sid) ? [text] : []));
  const changed = new Set<string>();
  let seen = 0;
  for (const [file, lines] of linesOf(dir)) {
    const next = lines.map((text) => {
      const sid = sidOf(text);
      if (!sid || changed.size === CHANGED) return text;
      const own = later.get(sid);
      const other =
        own && detection(own) !== detection(text)
          ? own
          : ++seen % SPREAD === 0
            ? fresh.pop()?.replace(/\bsid:\s*\d+/, `sid:${sid}`)
            : undefined;
      if (other) changed.add(sid);
      return other ?? text;
    });
    writeFileSync(join(dir, file), next.join('\n'));
  }
  return changed;
};

/** Counts what is written, by the kind of item. */
const counting = (store: Store) => {
  const written = new Map<string, number>();
  const count = (kind: unknown): void => void written.set(String(kind), (written.get(String(kind)) ?? 0) + 1);
  const countWrite = (write: Write): void => count('put' in write ? write.put.kind : Object.keys(write)[0]);
  const counted: Store = {
    ...store,
    put: (item, ...more) => {
      count(item.kind);
      return store.put(item, ...more);
    },
    update: (key, change, schema, ...more) => {
      count('update');
      return store.update(key, change, schema, ...more);
    },
    transact: (writes) => {
      writes.forEach(countWrite);
      return store.transact(writes);
    },
  };
  return { counted, written };
};

const dir = mkdtempSync(join(tmpdir(), 'mvp-bench-delivery-'));
const table = await startTable();
try {
  const tenant = randomUUID();
  const blobs = fileBlobs(join(dir, 'blobs'));
  const signer = fileSigner(join(dir, 'key.pem'));
  const feed = join(dir, 'feed');
  mkdirSync(feed);
  cpSync(older, feed, { recursive: true });
  const imports = (version: number, before?: Imported['written']) =>
    importSources(
      { blobs, signer, readSource: readPath },
      {
        sources: [{ name: 'etopen', from: feed }],
        before,
        version,
        mostLost: { rules: 0.2, files: 0.2 },
        corpus: [],
        at: 1_795_435_200_000 + version,
      },
    );
  const take = async (store: Store, version: number, { written }: Imported): Promise<void> => {
    if (!written) throw new Error('no version was made');
    await store.transact(
      takeVersion(tenant, await readTenantRules(store, tenant), { version, ...written }, version, version),
    );
  };
  const first = await imports(1);
  const usable = first.rules.flatMap(({ ID, unsupported }) => (unsupported === undefined ? [ID] : []));
  await seedLargeTenant(
    DynamoDBDocumentClient.from(table.client, { marshallOptions: { removeUndefinedValues: true } }),
    table.store,
    tenant,
  );
  await table.store.put({
    ...newSubscription(tenant),
    ...{ menu: 'managed-virtual-patch', modules: ['intrusion-prevention', 'firewall'] },
  } as never);
  for (let ID = 1; ID <= POLICIES; ID++) {
    const policy = await readPolicy(table.store, tenant, ID);
    const some = Array.from({ length: 30 }, (_, i) => usable[(ID * 37 + i * 251) % usable.length] ?? 1);
    // One has everything: no host fetches more.
    const ipsRuleIDs = ID === POLICIES ? usable : [...new Set(some)].sort((a, b) => a - b);
    await table.store.put({ ...policy, ipsRuleIDs } as never);
  }
  await take(table.store, 1, first);
  const compile = (store: Store) =>
    compileAll(
      {
        store,
        blobs,
        now: Date.now,
        catalogue: publishedCatalogue({
          store,
          blobs,
          trustedKeys: signer.trustedKeys,
          now: Date.now,
          askEvery: 0,
        }),
      },
      tenant,
    );
  await compile(table.store);
  const before = await readHead(table.store, tenant, `p${POLICIES}`);

  const changed = changeFeed(feed);
  const second = await imports(2, first.written);
  const { counted, written } = counting(table.store);
  await take(counted, 2, second);
  const started = performance.now();
  await compile(counted);
  const seconds = (performance.now() - started) / 1000;
  const heads = written.get('head') ?? 0;
  const all = [...written.values()].reduce((sum, count) => sum + count, 0);
  const fits = heads <= POLICIES && all - heads <= 10;
  line(`next version, ${second.report.changed} rules changed: writes`, all, 'items', {
    target: 'one for each policy at most, none for computers',
    holds: fits && second.report.changed >= CHANGED - 20,
    ...{
      policies: POLICIES,
      computers: COMPUTERS,
      sids: changed.size,
      byKind: Object.fromEntries(written),
      seconds,
    },
  });
  const after = await readHead(table.store, tenant, `p${POLICIES}`);
  const contents = await Promise.all(
    [before, after].map((head) => blobs.get(contentName(tenant, head?.hash ?? ''))),
  );
  const [was = new Uint8Array(), is = new Uint8Array()] = contents;
  const delta = contentDelta(was, is);
  const kilobytes = (delta?.length ?? Number.POSITIVE_INFINITY) / 1000;
  line('next version: delta for a host with every rule', kilobytes, 'kB', {
    target: 'under 200',
    holds: kilobytes < 200,
    ...{ whole: is.length / 1000, rules: usable.length },
  });
} finally {
  await table.stop();
  rmSync(dir, { recursive: true, force: true });
}
