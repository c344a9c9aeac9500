import { checkFirewallRule } from '../domain/firewall/check.ts';
import { accept, missing, type Outcome, refuse } from '../domain/outcome.ts';
import { effectiveOf } from '../domain/policy/effective.ts';
import type { Level, Override, Overrides } from '../domain/policy/level.ts';
import { type Handler, on } from '../http/api.ts';
import { parse } from '../http/parse.ts';
import { firewallRule } from '../schema/api/policy/firewall-rule.ts';
import type { LevelRoutes } from '../schema/routes/level.ts';
import type { LevelDeps } from './deps.ts';
import { chainOfLevel, type LevelOwner, type OwnedLevel } from './owner.ts';
import { applicationTypesOf, loadRuleBook, type TenantRuleBook } from './rule-book.ts';
import { applicationTypeView, firewallRuleView, ipsRuleView } from './rule-view.ts';

type Family = 'firewallRules' | 'ipsRules' | 'applicationTypes';
type View = Readonly<Record<string, unknown>> & { readonly ID: number };

/** What one kind of overridable thing needs: where it is found, which are in force, what it may become. */
interface Kind {
  readonly param: string;
  readonly envelope: string;
  readonly thing: string;
  readonly find: (book: TenantRuleBook, ID: number) => View | undefined;
  readonly inForce: (level: Level, book: TenantRuleBook) => readonly number[];
  readonly check: (merged: View) => Outcome<undefined>;
}

const kinds: Readonly<Record<Family, Kind>> = {
  firewallRules: {
    param: 'firewallRuleID',
    envelope: 'firewallRules',
    thing: 'firewall rule',
    find: (book, ID) => {
      const rule = book.firewallRule(ID);
      return rule && firewallRuleView(rule);
    },
    inForce: (level) => level.firewallRuleIDs,
    check: (merged) => {
      const rule = parse(firewallRule, merged, 'body');
      return rule.ok ? checkFirewallRule(rule.value) : rule;
    },
  },
  ipsRules: {
    param: 'intrusionPreventionRuleID',
    envelope: 'intrusionPreventionRules',
    thing: 'intrusion prevention rule',
    find: (book, ID) => {
      const rule = book.ipsRule(ID);
      return rule && ipsRuleView(rule, book.ruleMembers(ID));
    },
    inForce: (level) => level.ipsRuleIDs,
    check: ({ detectOnly, eventLoggingDisabled }) =>
      detectOnly === true && eventLoggingDisabled === true
        ? refuse('invalid', 'eventLoggingDisabled: a rule that only detects must log.', 'detect-needs-log')
        : accept(undefined),
  },
  applicationTypes: {
    param: 'applicationTypeID',
    envelope: 'applicationTypes',
    thing: 'application type',
    find: (book, ID) => {
      const type = book.applicationType(ID);
      return type && applicationTypeView(type, book.typeMembers(ID));
    },
    inForce: (level, book) => applicationTypesOf(level.ipsRuleIDs, book),
    check: ({ portType, portMultiple }) =>
      portType === 'multiple' && !(Array.isArray(portMultiple) && portMultiple.length > 0)
        ? refuse('invalid', 'portMultiple: name at least one port.', 'ports-missing')
        : accept(undefined),
  },
};

/** Rules and application types as a policy or computer has them, and what it changes of them for itself. */
export const overrideHandlers = (
  deps: LevelDeps,
  routes: LevelRoutes,
  owner: LevelOwner,
  param: string,
): readonly Handler[] =>
  (Object.keys(kinds) as Family[]).flatMap((family) => handlersOf(deps, routes, owner, param, family));

const handlersOf = (
  { store, catalogue }: LevelDeps,
  routes: LevelRoutes,
  owner: LevelOwner,
  param: string,
  family: Family,
): readonly Handler[] => {
  const kind = kinds[family];
  // The three families have one shape; their schemas differ and are checked at the door.
  const { list, describe, modify, reset } = routes[family] as LevelRoutes['ipsRules'];
  type Answer = { ID: number };
  const bookOf = (tenant: string) => loadRuleBook(store, tenant, catalogue);

  return [
    on(list, async ({ caller, params, query }) => {
      const level = await owner.read(caller.tenantID, Number(params[param]));
      if (!level.ok) return level;
      const book = await bookOf(caller.tenantID);
      const items = query.overrides
        ? ownViews(level.value, family)
        : effectiveViews(level.value, family, book);
      return accept({ [kind.envelope]: items } as { intrusionPreventionRules: Answer[] });
    }),
    on(describe, async ({ caller, params, query }) => {
      const level = await owner.read(caller.tenantID, Number(params[param]));
      if (!level.ok) return level;
      const ID = Number(params[kind.param]);
      const base = kind.find(await bookOf(caller.tenantID), ID);
      return base ? accept(viewOf(level.value, family, base, query.overrides)) : missing(kind.thing);
    }),
    on(modify, async ({ caller, params, query, body, now }) => {
      const ID = Number(params[kind.param]);
      const base = kind.find(await bookOf(caller.tenantID), ID);
      const saved = await owner.save({ caller, now }, Number(params[param]), (level) => {
        if (!base) return missing(kind.thing);
        const override = { ...level.own[family]?.[ID], ...given(body) };
        const merged = { ...viewOf(level, family, base, false), ...override };
        const checked = kind.check(merged);
        return checked.ok ? accept(withOverride(level.own, family, ID, override)) : checked;
      });
      return saved.ok && base ? accept(viewOf(saved.value, family, base, query.overrides)) : (saved as never);
    }),
    on(reset, async ({ caller, params, now }) => {
      const ID = Number(params[kind.param]);
      const base = kind.find(await bookOf(caller.tenantID), ID);
      const saved = await owner.save({ caller, now }, Number(params[param]), ({ own }) =>
        base ? accept(withOverride(own, family, ID, undefined)) : missing(kind.thing),
      );
      return saved.ok && base ? accept(viewOf(saved.value, family, base, false)) : (saved as never);
    }),
  ];
};

const given = (body: Readonly<Record<string, unknown>>): Override =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Override;

const withOverride = (own: Level, family: Family, ID: number, override: Override | undefined): Level => {
  const { [String(ID)]: _before, ...rest } = own[family] ?? {};
  const has = override !== undefined && Object.keys(override).length > 0;
  return { ...own, [family]: has ? { ...rest, [ID]: override } : rest };
};

const viewOf = (level: OwnedLevel, family: Family, base: View, ownOnly: boolean | undefined): View =>
  ownOnly
    ? { ...level.own[family]?.[base.ID], ID: base.ID }
    : { ...base, ...effectiveOf(chainOfLevel(level))[family]?.[base.ID], ID: base.ID };

const ownViews = ({ own }: OwnedLevel, family: Family): View[] =>
  Object.entries<Override>(own[family] ?? ({} as Overrides)).map(([ID, override]) => ({
    ...override,
    ID: Number(ID),
  }));

const effectiveViews = (level: OwnedLevel, family: Family, book: TenantRuleBook): View[] => {
  const effective = effectiveOf(chainOfLevel(level));
  return kinds[family]
    .inForce(effective, book)
    .map((ID) => kinds[family].find(book, ID))
    .filter((view) => view !== undefined)
    .map((view) => ({ ...view, ...effective[family]?.[view.ID], ID: view.ID }));
};
