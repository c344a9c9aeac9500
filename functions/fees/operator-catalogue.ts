import { catalogueAt } from '../../shared/domain/order/catalogue.ts';
import { decideVersion } from '../../shared/domain/order/new-version.ts';
import { accept, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { feeRoutes } from '../../shared/schema/routes/fees.ts';
import { absent } from '../../shared/table/condition.ts';
import {
  listCatalogueVersions,
  type MenuCatalogueItem,
} from '../../shared/table/entities/order/menu-catalogue.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';
import { catalogueView } from './view.ts';

/** Attempts when another version is written at the same moment. */
const ATTEMPTS = 4;

/** What the operator sells and at what price (ORD-2): versions are added, never changed. */
export const operatorCatalogueHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(feeRoutes.describeOperatorCatalogue, async ({ now }) => {
    const versions = await listCatalogueVersions(store);
    return accept({
      inForce: catalogueView(catalogueAt(versions, now)),
      versions: versions.map((item) => ({ ...catalogueView(item), written: item.written, by: item.by })),
    });
  }),

  on(feeRoutes.writeOperatorCatalogue, async ({ caller, body, now }) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const versions = await listCatalogueVersions(store);
      const decided = decideVersion(versions, body, now);
      if (!decided.ok) return decided;
      const view = catalogueView(decided.value);
      const item: MenuCatalogueItem = {
        ...keys.menuCatalogue(view.version),
        kind: 'menu-catalogue',
        ...view,
        written: now,
        by: caller.by.name,
      };
      const entry = trail(OPERATOR, {
        at: now,
        action: 'catalogue-written',
        target: `catalogue-${view.version}`,
        by: caller.by,
        before: { ...catalogueView(catalogueAt(versions, view.from)) },
        after: { ...view },
      });
      const written = await store.transact([{ put: item, if: absent('pk') }, { put: entry }]);
      if (written.ok) return accept(view);
    }
    return refuse('conflict', 'The catalogue is being changed by others. Try again.', 'busy');
  }),
];
