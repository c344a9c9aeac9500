import { decidePost, decideWithdraw, isShown, stateOf } from '../../shared/domain/maintenance/notice.ts';
import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { serviceRoutes } from '../../shared/schema/routes/service.ts';
import { absent, all, exists } from '../../shared/table/condition.ts';
import {
  listMaintenance,
  type MaintenanceItem,
  newMaintenanceItem,
  nextMaintenanceID,
  readMaintenance,
} from '../../shared/table/entities/tenant/maintenance.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';

/** Work on the plane, announced by the operator and read by every tenant (SRV-4). Tenants' events follow from it. */
export const maintenanceHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(serviceRoutes.listMaintenance, async ({ now }) => {
    const notices = await listMaintenance(store);
    const shown = notices.filter((notice) => isShown(notice, now)).sort((a, b) => a.from - b.from);
    return accept({ notices: shown.map((notice) => view(notice, now)) });
  }),

  on(serviceRoutes.listOperatorMaintenance, async ({ now }) =>
    accept({ notices: (await listMaintenance(store)).map((notice) => view(notice, now)) }),
  ),

  on(serviceRoutes.postOperatorMaintenance, async ({ caller, body, now }) => {
    const decided = decidePost(body, await listMaintenance(store), now);
    if (!decided.ok) return decided;
    const ID = await nextMaintenanceID(store);
    const item = newMaintenanceItem({ ID, ...body, posted: now, by: caller.by.name });
    const entry = trail(OPERATOR, {
      at: now,
      action: 'maintenance-posted',
      target: `maintenance-${ID}`,
      by: caller.by,
      after: body,
    });
    const written = await store.transact([{ put: item, if: absent('pk') }, { put: entry }]);
    if (!written.ok) throw new Error(`the counter gave out a taken id: maintenance ${ID}`);
    return accept(view(item, now));
  }),

  on(serviceRoutes.withdrawOperatorMaintenance, async ({ caller, params, now }) => {
    const notice = await readMaintenance(store, params.noticeID);
    if (!notice) return missing('maintenance notice');
    const decided = decideWithdraw(notice, now);
    if (!decided.ok) return decided;
    const { from, to, ja, en } = notice;
    const written = await store.transact([
      {
        update: keys.maintenance(notice.ID),
        change: { set: { withdrawn: now } },
        if: all(exists('pk'), absent('withdrawn')),
      },
      {
        put: trail(OPERATOR, {
          at: now,
          action: 'maintenance-withdrawn',
          target: `maintenance-${notice.ID}`,
          by: caller.by,
          before: { from, to, ja, en },
        }),
      },
    ]);
    // Somebody else withdrew it in the same moment: it is as it was to become.
    return written.ok || (await readMaintenance(store, notice.ID)) ? accept(undefined) : missing('notice');
  }),
];

const view = (notice: MaintenanceItem, now: number) => ({
  ID: notice.ID,
  from: notice.from,
  to: notice.to,
  ja: notice.ja,
  en: notice.en,
  state: stateOf(notice, now),
  posted: notice.posted,
});
