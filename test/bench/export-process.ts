import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { workExport } from '../../functions/export-work/work-export.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { documentsOf } from '../../shared/table/documents.ts';
import { askForExport, newExport, readExport } from '../../shared/table/entities/report/export.ts';
import { createStore } from '../../shared/table/store.ts';
import { quietLogger } from '../support/call.ts';
import { TABLE } from '../support/table.ts';

/** One export in a process of its own, which holds nothing else: `ENDPOINT TENANT FORMAT`. Prints what it took. */
const [endpoint = '', tenant = '', format] = process.argv.slice(2);
const client = new DynamoDBClient({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const store = createStore(documentsOf(client), TABLE, Date.now);
const now = Date.now();
const ID = `${String(now).padStart(13, '0')}-${process.pid}`;
const asked = newExport(tenant, ID, {
  ...{
    eventClass: 'firewall',
    format: format === 'csv' ? 'csv' : 'ndjson',
    created: now,
    createdBy: 'bench',
  },
  reach: { allComputers: true, unrelated: true },
  expiresAt: Math.floor(now / 1000) + 86_400,
});
await store.transact([askForExport(asked)]);
const deps = { store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
const blobs = { put: async () => undefined };
const began = performance.now();
let item = await readExport(store, tenant, ID);
while (item?.state === 'waiting') {
  await workExport({ ...deps, blobs })({ version: 1, tenant, exportID: ID, step: item.step });
  item = await readExport(store, tenant, ID);
}
const seconds = (performance.now() - began) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
const events = item?.parts.reduce((sum, part) => sum + part.events, 0) ?? 0;
console.log(JSON.stringify({ seconds, megabytes, events, done: item?.state === 'done' }));
client.destroy();
