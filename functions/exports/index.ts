import * as z from 'zod';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { bucketAccess, createPresign } from '../../shared/ports/s3-blob.ts';
import { exportHandlers } from './event-exports.ts';
import { exportSettingsHandlers } from './export-settings.ts';
import { reportHandlers } from './reports.ts';

const env = environment({ BUCKET: z.string() });
const deps = {
  ...wire(),
  verifyPerson: wirePeople(),
  presign: createPresign(bucketAccess(env.BUCKET, process.env)),
};

/** What tenants take home: reports (OPS-4) and events (EVT-3). They are made behind the request. */
export const handler = api(deps, [
  ...reportHandlers(deps),
  ...exportHandlers(deps),
  ...exportSettingsHandlers(deps),
]);
