import * as z from 'zod';
import type { Right } from '../../domain/access/rights.ts';
import { pathID } from '../api/common.ts';
import {
  applicationTypeOverride,
  firewallAssignments,
  firewallRuleOverride,
  ipsAssignments,
  ipsRuleOverride,
  levelApplicationType,
  levelApplicationTypes,
  levelFirewallRule,
  levelFirewallRules,
  levelIpsRule,
  levelIpsRules,
  overridesQuery,
  replacedRuleIDs,
  ruleIDsBody,
  settingBody,
  settingValue,
} from '../api/policy/level.ts';
import type { HttpFunction, Method, Route } from './route.ts';

/** Whose rules, application types and settings a family of nested routes is about. */
export interface LevelPath {
  readonly thing: 'policy' | 'computer';
  /** `/api/policies/{policyID}` */
  readonly path: string;
  readonly param: 'policyID' | 'computerID';
  readonly function: HttpFunction;
  readonly view: Right;
  readonly edit: Right;
}

type Params = z.ZodObject<Record<string, z.ZodType<number, string>>>;

/** The nested endpoints that policies and computers share (domain/api.md section 4), named as the SDKs name them. */
export const levelRoutes = (owner: LevelPath) => {
  const of = owner.thing === 'policy' ? 'Policy' : 'Computer';
  const on = `a ${owner.thing}`;
  const params = (...names: string[]): Params =>
    z.object(Object.fromEntries([owner.param, ...names].map((name) => [name, pathID])));
  const line = <const M extends Method, const P extends z.ZodObject, const R extends z.ZodType>(
    method: M,
    id: string,
    path: string,
    summary: string,
    paramShape: P,
    reply: R,
  ) => ({
    id,
    method,
    path: `${owner.path}/${path}`,
    function: owner.function,
    allow: { who: 'tenant', right: method === 'GET' ? owner.view : owner.edit } as const,
    summary,
    params: paramShape,
    query: overridesQuery,
    reply,
  });

  const assignments = <A extends z.ZodType>(
    kind: string,
    words: string,
    path: string,
    ruleID: string,
    reply: A,
  ) => ({
    list: line('GET', `list${kind}RuleIdsOn${of}`, path, `${words} rules assigned to ${on}`, params(), reply),
    add: {
      ...line('POST', `add${kind}RuleIdsTo${of}`, path, `Assign ${words} rules to ${on}`, params(), reply),
      body: ruleIDsBody,
    },
    set: {
      ...line(
        'PUT',
        `set${kind}RuleIdsOn${of}`,
        path,
        `Replace the ${words} rules of ${on}`,
        params(),
        reply,
      ),
      body: replacedRuleIDs,
    },
    remove: line(
      'DELETE',
      `remove${kind}RuleIdFrom${of}`,
      `${path}/{${ruleID}}`,
      `Unassign ${words} rule from ${on}`,
      params(ruleID),
      reply,
    ),
  });

  const overridable = <B extends z.ZodType, One extends z.ZodType, Many extends z.ZodType>(
    names: { readonly one: string; readonly many: string; readonly words: string },
    path: string,
    id: string,
    body: B,
    one: One,
    many: Many,
  ) => {
    const item = `${path}/{${id}}`;
    return {
      list: line(
        'GET',
        `list${names.many}On${of}`,
        path,
        `${names.words}s as ${on} has them`,
        params(),
        many,
      ),
      describe: line(
        'GET',
        `describe${names.one}On${of}`,
        item,
        `${names.words} as ${on} has it`,
        params(id),
        one,
      ),
      modify: {
        ...line(
          'POST',
          `modify${names.one}On${of}`,
          item,
          `Override ${names.words} for ${on}`,
          params(id),
          one,
        ),
        body,
      },
      reset: line(
        'DELETE',
        `reset${names.one}On${of}`,
        item,
        `Drop the override of ${names.words} on ${on}`,
        params(id),
        one,
      ),
    };
  };

  const settingParams = z.object({ [owner.param]: pathID, name: z.string().max(120) });
  const setting = 'settings/{name}';
  return {
    firewallAssignments: assignments(
      'Firewall',
      'firewall',
      'firewall/assignments',
      'firewallRuleID',
      firewallAssignments,
    ),
    ipsAssignments: assignments(
      'IntrusionPrevention',
      'intrusion prevention',
      'intrusionprevention/assignments',
      'intrusionPreventionRuleID',
      ipsAssignments,
    ),
    firewallRules: overridable(
      { one: 'FirewallRule', many: 'FirewallRules', words: 'firewall rule' },
      'firewall/rules',
      'firewallRuleID',
      firewallRuleOverride,
      levelFirewallRule,
      levelFirewallRules,
    ),
    ipsRules: overridable(
      {
        one: 'IntrusionPreventionRule',
        many: 'IntrusionPreventionRules',
        words: 'intrusion prevention rule',
      },
      'intrusionprevention/rules',
      'intrusionPreventionRuleID',
      ipsRuleOverride,
      levelIpsRule,
      levelIpsRules,
    ),
    applicationTypes: overridable(
      {
        one: 'IntrusionPreventionApplicationType',
        many: 'IntrusionPreventionApplicationTypes',
        words: 'application type',
      },
      'intrusionprevention/applicationtypes',
      'applicationTypeID',
      applicationTypeOverride,
      levelApplicationType,
      levelApplicationTypes,
    ),
    settings: {
      describe: line(
        'GET',
        `describe${of}Setting`,
        setting,
        `A setting of ${on}`,
        settingParams,
        settingValue,
      ),
      modify: {
        ...line('POST', `modify${of}Setting`, setting, `Set a setting of ${on}`, settingParams, settingValue),
        body: settingBody,
      },
      reset: line(
        'DELETE',
        `reset${of}Setting`,
        setting,
        `Inherit a setting of ${on} again`,
        settingParams,
        settingValue,
      ),
    },
  };
};

export type LevelRoutes = ReturnType<typeof levelRoutes>;

/** Every line of the families, for the route table. */
export const levelLines = (routes: LevelRoutes): readonly Route[] =>
  Object.values(routes).flatMap((family): Route[] => Object.values(family));
