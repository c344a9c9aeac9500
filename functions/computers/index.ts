import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { computerFunction } from './handlers.ts';

const deps = { ...wire(), verifyPerson: wirePeople(), catalogue: starterCatalogue };

/** The tenant's computers: what they are, what they run, which policy they follow. */
export const handler = api(deps, computerFunction(deps));
