import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointsPage } from './endpoints-table.ts';

writeFileSync(join(import.meta.dirname, '../../docs/api-endpoints.md'), endpointsPage());
