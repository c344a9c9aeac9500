import {
  checkDestination,
  type Destination,
  noteOn,
  secretMember,
} from '../../shared/domain/notification/destination.ts';
import { SYSLOG_CONFIG } from '../../shared/domain/notification/from-settings.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { readUrl } from '../../shared/egress/request.ts';
import type { Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import type { SecretBox } from '../../shared/ports/secret-box.ts';
import { keptRule, notificationDestinations } from '../../shared/schema/api/notification/notification.ts';
import { RULES } from '../../shared/table/entities/notification/notification.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import { readSystemSettings } from '../../shared/table/entities/tenant/tenant-settings.ts';
import type { NotificationDeps } from './handlers.ts';

const MOST_DESTINATIONS = 50;

export const destinationHandlers = (deps: NotificationDeps): readonly Handler[] =>
  collectionHandlers(deps, notificationDestinations, {
    most: MOST_DESTINATIONS,
    events: { title: 'Notification Destination', created: 180, deleted: 180, updated: 180 },
    check: (item, { caller, before }) => check(deps.secrets, caller.tenantID, item, before),
    users: async (tenant, { ID }) => {
      const [rules, own] = await Promise.all([
        listObjects(deps.store, tenant, RULES),
        readSystemSettings(deps.store, tenant),
      ]);
      const byRules = rules.flatMap(({ members }) => {
        const rule = keptRule.safeParse(members);
        return rule.success && rule.data.destinationIDs.includes(ID)
          ? [`notification rule "${rule.data.name}"`]
          : [];
      });
      return Number(own?.settings[SYSLOG_CONFIG] ?? 0) === ID
        ? [...byRules, `system setting ${SYSLOG_CONFIG}`]
        : byRules;
    },
    view: ({ ...item }) => {
      const note = noteOn(item);
      const { sealedSecret } = item as { readonly sealedSecret?: string };
      return { ...item, hasSecret: sealedSecret !== undefined, ...(note && { note }) };
    },
  });

type Item = Destination & {
  readonly ID: number;
  readonly password?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly signingSecret?: string | undefined;
  readonly sealedSecret?: string | undefined;
};

/** Where a secret goes is part of what was agreed to: one who moves a destination must know the secret. */
const bound = ['type', 'server', 'port', 'security', 'verifyCertificate', 'url', 'topicArn'] as const;

const check = async <D extends Item>(
  secrets: SecretBox,
  tenant: string,
  item: D,
  before: Item | undefined,
): Promise<Outcome<D>> => {
  const { password, secretKey, signingSecret, ...kept } = item;
  const given = { password, secretKey, signingSecret };
  const member = secretMember(item.type);
  const alien = Object.entries(given).find(([name, value]) => value !== undefined && name !== member);
  if (alien) {
    return refuse(
      'invalid',
      `${alien[0]}: a destination of type ${item.type} has no such member.`,
      'unfit-destination',
      { field: alien[0] },
    );
  }
  const secret = password ?? secretKey ?? signingSecret;
  const sealed = before?.sealedSecret;
  const fit = checkDestination(kept as unknown as D, secret !== undefined || sealed !== undefined);
  if (!fit.ok) return fit;
  if (fit.value.type === 'webhook') {
    const url = readUrl(fit.value.url ?? '');
    if (!url.ok) return url;
  }
  const moved = before && bound.find((name) => before[name] !== fit.value[name]);
  if (moved && sealed !== undefined && secret === undefined) {
    return refuse('invalid', `${member}: give it again where ${moved} changes.`, 'secret-needed', {
      field: member ?? moved,
    });
  }
  const { sealedSecret: _old, ...whole } = fit.value;
  const sealedSecret = secret === undefined ? sealed : await secrets.seal(tenant, secret);
  return accept({ ...whole, ...(sealedSecret !== undefined && { sealedSecret }) } as unknown as D);
};
