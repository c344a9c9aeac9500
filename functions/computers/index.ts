import { wireRules } from '../../shared/catalogue/wiring.ts';
import { api } from '../../shared/http/api.ts';
import { computerFunction } from './handlers.ts';

const deps = wireRules();

/** The tenant's computers: what they are, what they run, which policy they follow. */
export const handler = api(deps, computerFunction(deps));
