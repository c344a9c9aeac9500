import { type buildApp as BuildApp, buildApp } from 'fauxqs';

/**
 * The inner pieces of fauxqs. Its own `startFauxqs` listens on every address of the host; here everything answers
 * on loopback only, so the pieces are put together again (fauxqs is pinned; the contract tests run all of this).
 */
type Options = NonNullable<Parameters<typeof BuildApp>[0]>;
type Stores = NonNullable<Options['stores']>;
export type SqsStore = Stores['sqsStore'];
export type SqsQueue = NonNullable<ReturnType<SqsStore['getQueueByName']>>;
export type S3Store = Stores['s3Store'];
export type Persistence = NonNullable<SqsStore['persistence']>;
export type FauxqsApp = ReturnType<typeof BuildApp>;

interface Pieces {
  readonly stores: Stores;
  readonly persistence: Persistence;
}

const piece = async <T>(path: string, name: string): Promise<new (...args: never[]) => T> => {
  const file = new URL(path, import.meta.resolve('fauxqs'));
  const module: Record<string, unknown> = await import(file.href);
  return module[name] as new (
    ...args: never[]
  ) => T;
};

/** Stores whose state is read from, and written through to, one SQLite file under `dir`. */
export async function openStores(dir: string): Promise<Pieces> {
  const [Sqs, Sns, S3, Manager] = await Promise.all([
    piece<Stores['sqsStore']>('./sqs/sqsStore.js', 'SqsStore'),
    piece<Stores['snsStore']>('./sns/snsStore.js', 'SnsStore'),
    piece<Stores['s3Store']>('./s3/s3Store.js', 'S3Store'),
    piece<Persistence>('./persistence.js', 'PersistenceManager') as Promise<new (dir: string) => Persistence>,
  ]);
  const stores: Stores = { sqsStore: new Sqs(), snsStore: new Sns(), s3Store: new S3() };
  const persistence = new Manager(dir);
  // Loading comes before the stores know where to write: writing a queue anew would drop its messages.
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  return { stores, persistence };
}

export { buildApp };
