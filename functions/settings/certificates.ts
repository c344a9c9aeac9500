import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { Certificate } from '../../shared/schema/api/access/certificate.ts';
import { settingsRoutes } from '../../shared/schema/routes/settings.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import {
  listObjects,
  newObject,
  type ObjectItem,
  readObject,
} from '../../shared/table/entities/object/object.ts';
import { objectRecords } from '../../shared/table/entities/object/object-records.ts';
import { keys } from '../../shared/table/keys.ts';
import { readCertificate } from './read-certificate.ts';
import { showTarget, type TargetDeps } from './target-certificate.ts';

const PLACE = 'certificates';
const MOST_CERTIFICATES = 200;
/** Events.md section 5. */
const events = { title: 'Certificate', created: 930, updated: 930, deleted: 931 };

export const certificateHandlers = ({ store, egress }: ApiDeps & TargetDeps): readonly Handler[] => [
  on(settingsRoutes.listCertificates, async ({ caller }) =>
    accept({ certificates: (await listObjects(store, caller.tenantID, PLACE)).map(view) }),
  ),

  on(settingsRoutes.targetCertificate, async ({ caller, query }) =>
    showTarget(egress, query.URL, (await listObjects(store, caller.tenantID, PLACE)).map(view)),
  ),

  on(settingsRoutes.describeCertificate, async ({ caller, params }) => {
    const item = await readObject(store, caller.tenantID, PLACE, params.certificateID);
    return item ? accept(view(item)) : missing('certificate');
  }),

  on(settingsRoutes.addCertificate, async ({ caller, body, now }) => {
    const details = readCertificate(body.certificate);
    if (!details.ok) return details;
    const present = (await listObjects(store, caller.tenantID, PLACE)).map(view);
    const twin = present.find(
      ({ certificateDetails }) => certificateDetails.sha256Fingerprint === details.value.sha256Fingerprint,
    );
    if (twin)
      return refuse('invalid', `certificate: it is here already, with ID ${twin.ID}.`, 'taken', {
        field: 'certificate',
      });
    if (present.length >= MOST_CERTIFICATES) {
      return refuse('conflict', `A tenant keeps at most ${MOST_CERTIFICATES} certificates.`, 'too-many');
    }
    const ID = await store.nextID(keys.counter(caller.tenantID, PLACE), 1);
    const item = newObject(caller.tenantID, PLACE, ID, { ...body, certificateDetails: details.value });
    const name = details.value.subjectDN;
    await store.transact([
      { put: item, if: absent('pk') },
      ...objectRecords(item, 'created', { events, name, after: view(item) }, now, caller.by),
    ]);
    return accept(view(item));
  }),

  on(settingsRoutes.deleteCertificate, async ({ caller, params, now }) => {
    const item = await readObject(store, caller.tenantID, PLACE, params.certificateID);
    if (!item) return missing('certificate');
    const name = view(item).certificateDetails.subjectDN;
    const written = await store.transact([
      { remove: { pk: item.pk, sk: item.sk }, if: equals('revision', item.revision) },
      ...objectRecords(item, 'deleted', { events, name, before: view(item) }, now, caller.by),
    ]);
    return written.ok ? accept(undefined) : missing('certificate');
  }),
];

const view = ({ ID, members }: ObjectItem): Certificate => ({
  ...(members as Omit<Certificate, 'ID' | 'trusted'>),
  ID,
  trusted: true,
});
