import { wireRules } from '../../shared/catalogue/wiring.ts';
import { api } from '../../shared/http/api.ts';
import { scanFunction } from './handlers.ts';
import { createIndexReader } from './read-index.ts';
import { tenantRuleUpdateHandlers } from './rule-updates.ts';

const rules = wireRules();
const deps = { ...rules, readIndex: createIndexReader(rules.store, rules.blobs) };

/** Recommendation scans: what hosts tell of themselves, what is decided of it, what covers which CVE; versions of the rules. */
export const handler = api(deps, [...scanFunction(deps), ...tenantRuleUpdateHandlers(deps)]);
