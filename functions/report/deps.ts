import type { Logger } from '@aws-lambda-powertools/logger';
import type { GlobalCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import type { FileMailer } from '../../shared/ports/file-mailer.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import type { Store } from '../../shared/table/store.ts';

export interface ReportDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  readonly blobs: Blobs;
  readonly catalogue: GlobalCatalogue;
  readonly mailer: FileMailer;
  /** Opens what readers locked their reports with. */
  readonly secrets: Pick<SecretBox, 'open'>;
  /** Folder of the two fonts; absent: the package's own. */
  readonly fontFolder?: string | undefined;
}
