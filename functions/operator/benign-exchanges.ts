import { accept, missing, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { benignExchangeRoutes as routes } from '../../shared/schema/routes/benign-exchanges.ts';
import { exists } from '../../shared/table/condition.ts';
import {
  type BenignExchangeItem,
  listBenignExchanges,
} from '../../shared/table/entities/rules/benign-exchange.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';

/** More would keep an import from ending in time: every rule is tried on each. */
const MOST = 100;

/** The operator's own part of the corpus that the replay of a new version takes. */
export const benignExchangeHandlers = ({ store }: ApiDeps): readonly Handler[] => {
  const answer = async () =>
    accept({
      benignExchanges: (await listBenignExchanges(store)).map(({ name, protocol, port, turns }) => ({
        ...{ name, protocol, port },
        turns: turns.length,
        bytes: turns.reduce((sum, { data }) => sum + data.length, 0),
      })),
    });
  return [
    on(routes.list, answer),

    on(routes.save, async ({ caller, body, now }) => {
      const others = (await listBenignExchanges(store)).filter(({ name }) => name !== body.name);
      if (others.length >= MOST) {
        return refuse('conflict', `name: there are ${MOST} exchanges already; remove one first.`, 'too-many');
      }
      const item: BenignExchangeItem = {
        ...keys.benignExchange(body.name),
        kind: 'benign-exchange',
        ...body,
      };
      const entry = { action: 'benign-exchange-saved', target: `benign-exchange-${body.name}` };
      await store.transact([{ put: item }, { put: trail(OPERATOR, { ...entry, at: now, by: caller.by }) }]);
      return answer();
    }),

    on(routes.remove, async ({ caller, params, now }) => {
      const entry = { action: 'benign-exchange-removed', target: `benign-exchange-${params.name}` };
      const done = await store.transact([
        { remove: keys.benignExchange(params.name), if: exists('pk') },
        { put: trail(OPERATOR, { ...entry, at: now, by: caller.by }) },
      ]);
      return done.ok ? answer() : missing('benign exchange');
    }),
  ];
};
