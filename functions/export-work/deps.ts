import type { Logger } from '@aws-lambda-powertools/logger';
import type { GlobalCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import type { Store } from '../../shared/table/store.ts';

export interface ExportWorkDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly catalogue: GlobalCatalogue;
}
