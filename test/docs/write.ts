import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertsPage } from './alerts-page.ts';
import { behaviourPage } from './behaviour-page.ts';
import { endpointsPage } from './endpoints-table.ts';

const docs = join(import.meta.dirname, '../../docs');
writeFileSync(join(docs, 'api-endpoints.md'), endpointsPage());
writeFileSync(join(docs, 'rule-behaviour.md'), behaviourPage());
writeFileSync(join(docs, 'alerts.md'), alertsPage());
