import { loadCatalogue } from '../../shared/catalogue/load.ts';
import { KILLED, killedAlert } from '../../shared/domain/alert/rule-killed.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import {
  addKill,
  type Kill,
  type KillList,
  liftKill,
  noKills,
} from '../../shared/domain/rule-update/delivery/kill.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { Caller } from '../../shared/http/caller.ts';
import type { Blobs } from '../../shared/ports/blob.ts';
import type { Signer } from '../../shared/ports/signer.ts';
import { KILLS_TYPE, MOST_KILLS, type RuleKills } from '../../shared/schema/agent/rule-kills.ts';
import { ruleKillRoutes as routes } from '../../shared/schema/routes/rule-kills.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readCatalogueVersion } from '../../shared/table/entities/rules/rule-catalogue.ts';
import {
  type RuleKillsItem,
  readRuleKills,
  textsDigest,
} from '../../shared/table/entities/rules/rule-kills.ts';
import { trail } from '../../shared/table/entities/tenant/trail.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';

export interface RuleKillDeps extends ApiDeps {
  readonly blobs: Blobs;
  readonly signer: Signer;
}

const busy = refuse('conflict', 'The kill list is being changed by others. Try again.', 'busy');

/** The emergency brake (SRV-2): takes a rule off every host within a beat, whatever version its tenant is on. */
export const ruleKillHandlers = (deps: RuleKillDeps): readonly Handler[] => [
  on(routes.list, async () => accept(view(await readRuleKills(deps.store)))),

  on(routes.kill, async ({ caller, body, now }) => {
    const texts = await textsOf(deps, body.ruleID, body.version);
    if (!texts.ok) return texts;
    const kill: Kill = {
      ID: body.ruleID,
      ...(body.version !== undefined && { version: body.version, texts: texts.value }),
      reason: body.reason,
      at: now,
      by: caller.by.name,
    };
    return change(deps, caller.by, now, kill, (list) => addKill(list, kill, MOST_KILLS));
  }),

  on(routes.lift, async ({ caller, params, now }) =>
    change(deps, caller.by, now, { ID: params.ruleID }, (list) => liftKill(list, params.ruleID, now)),
  ),
];

/** What the rule says as of a version, digested. */
const textsOf = async (
  { store, blobs, signer: { trustedKeys } }: RuleKillDeps,
  ruleID: number,
  version: number | undefined,
): Promise<Outcome<string | undefined>> => {
  if (version === undefined) return accept(undefined);
  const item = await readCatalogueVersion(store, version);
  if (!item) return missing('rule update');
  const catalogue = await loadCatalogue({ blobs, trustedKeys }, item);
  if (!catalogue.rule(ruleID)) return missing('rule of this rule update');
  const texts = (await catalogue.signatures?.([ruleID]))?.get(ruleID) ?? [];
  return accept(textsDigest(texts));
};

type By = Extract<Caller, { who: 'operator' }>['by'];

/** Signed first, and stored only where nobody else was quicker: what hosts are given is what is stored. */
const change = async (
  { store, signer }: RuleKillDeps,
  by: By,
  now: number,
  about: Pick<Kill, 'ID'> & Partial<Kill>,
  decide: (list: KillList) => Outcome<KillList>,
) => {
  const before = await readRuleKills(store);
  const decided = decide(before ?? noKills);
  if (!decided.ok) return decided;
  const { sequence, rules } = decided.value;
  const list: RuleKills = {
    sequence,
    issued: now,
    rules: rules.map(({ ID, texts }) => ({ ID, ...(texts !== undefined && { texts }) })),
  };
  const item: RuleKillsItem = {
    ...keys.ruleKills,
    kind: 'rule-kills',
    sequence,
    jws: await signer.sign('rules', KILLS_TYPE, list),
    rules: [...rules],
  };
  const { ID, reason } = about;
  const done = await store.transact([
    { put: item, if: before ? equals('sequence', before.sequence) : absent('pk') },
    {
      put: systemEvent(OPERATOR, {
        id: `rule-kills-${sequence}`,
        at: now,
        number: 472,
        severity: reason === undefined ? 'info' : 'warning',
        title: 'Intrusion Prevention Rule Updated',
        description:
          reason === undefined
            ? `Rule ${ID} may run again on every host.`
            : `Rule ${ID} is taken off every host: ${reason}`,
        actionBy: by.name,
        targetType: 'Intrusion Prevention Rule',
        targetID: ID,
      }),
    },
    {
      put: trail(OPERATOR, {
        at: now,
        action: reason === undefined ? 'rule-kill-lifted' : 'rule-killed',
        target: `rule-${ID}`,
        by,
        ...(reason !== undefined && { detail: reason }),
      }),
    },
  ]);
  if (!done.ok) return busy;
  await changeAlert(store, OPERATOR, KILLED, `rule-${ID}`, (current) =>
    killedAlert(current, ID, reason, now),
  );
  return accept(view(item));
};

const view = (item: RuleKillsItem | undefined) => ({
  sequence: item?.sequence ?? 0,
  ruleKills: (item?.rules ?? []).map(({ ID, version, reason, at, by }) => ({
    ruleID: ID,
    ...(version !== undefined && { version }),
    reason,
    killed: at,
    by,
  })),
});
