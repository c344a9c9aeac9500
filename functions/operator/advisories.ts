import { accept } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { OperatorCaller } from '../../shared/http/caller.ts';
import { advisoryRoutes } from '../../shared/schema/routes/advisories.ts';
import { readAdvisories } from '../../shared/table/entities/scan/advisories.ts';
import {
  type AdvisorySettingsItem,
  advisorySettingsItem,
  noAdvisorySettings,
  readAdvisorySettings,
} from '../../shared/table/entities/scan/advisory-settings.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';
import type { Change } from '../../shared/table/store.ts';

/** Where advisories come from is the operator's; the importer reads it at its own beat. */
export const advisoryHandlers = ({ store }: ApiDeps): readonly Handler[] => {
  const view = async (settings: AdvisorySettingsItem) => {
    const { pk: _pk, sk: _sk, kind: _kind, ...members } = settings;
    const known = (await readAdvisories(store))?.ecosystems ?? {};
    const ecosystems = Object.fromEntries(
      Object.entries(known).map(([name, { hash: _hash, ...facts }]) => [name, facts]),
    );
    return accept({ ...members, ecosystems });
  };
  const change = async (caller: OperatorCaller, now: number, set: Change['set'], detail: string) => {
    const { kind, sources, everyHours, ...run } = {
      ...noAdvisorySettings,
      ...(await readAdvisorySettings(store)),
    };
    const written = await store.update(
      keys.advisorySettings,
      { set: { kind, sources, everyHours, ...set } },
      advisorySettingsItem,
    );
    const entry = { at: now, action: 'advisories-changed', target: 'advisories', by: caller.by, detail };
    await store.put(trail(OPERATOR, entry));
    return view(written.ok ? written.item : { ...run, kind, sources, everyHours });
  };
  return [
    on(advisoryRoutes.describeAdvisories, async () => view(await readAdvisorySettings(store))),
    on(advisoryRoutes.modifyAdvisories, ({ caller, body, now }) =>
      change(caller, now, body, JSON.stringify(body).slice(0, 400)),
    ),
    on(advisoryRoutes.importAdvisories, ({ caller, now }) => change(caller, now, { asked: now }, 'import')),
  ];
};
