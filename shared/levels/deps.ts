import type { GlobalCatalogue } from '../domain/ips/catalogue/index.ts';
import type { ApiDeps } from '../http/api.ts';

export interface LevelDeps extends ApiDeps {
  readonly catalogue: GlobalCatalogue;
}
