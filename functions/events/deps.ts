import type { GlobalCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import type { ApiDeps } from '../../shared/http/api.ts';

export interface EventDeps extends ApiDeps {
  readonly catalogue: GlobalCatalogue;
}
