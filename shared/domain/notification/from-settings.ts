import { type Refusal, refuse } from '../outcome.ts';
import type { Destination } from './destination.ts';
import { readRouting, TOPIC_ARN } from './format/read-routing.ts';
import type { Routing } from './format/routing.ts';
import type { EventClass, NotificationRule } from './rule.ts';

/** A tenant's system settings as far as set by the tenant, and its sealed secrets by their names. */
export interface OwnSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

const SMTP = 'platformSettingSmtp';
const SNS = 'platformSettingEventForwardingSns';
export const SMTP_PASSWORD = `${SMTP}Password`;
export const SNS_SECRET = `${SNS}SecretKey`;
export const SYSLOG_CONFIG = 'platformSettingSyslogConfigId';

/** Ids of what the settings make: beyond every id that a tenant's counters reach. */
export const FIRST_OF_SETTINGS = 900_000_000_001;
const SMTP_PORT = 25;
const ADDRESS = /^([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?$/;
const MAIL = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/;

/** Name and port of `platformSettingSmtpServerAddress`; port 25 where none is given. */
const serverOf = (address: string) => {
  const [, host = '', port = String(SMTP_PORT)] = ADDRESS.exec(address.trim()) ?? [];
  const number = Number(port);
  return host !== '' && number >= 1 && number <= 65_535
    ? { server: host.replace(/^\[|\]$/g, ''), port: number }
    : undefined;
};

/** Why a value cannot stand in a setting that sends things somewhere; undefined where it can. Empty is never wrong. */
export const faultOfSetting = (name: string, value: string): string | undefined => {
  if (value === '') return undefined;
  switch (name) {
    case `${SMTP}ServerAddress`:
      return serverOf(value) ? undefined : 'must be a host name or an address, with :PORT where it is not 25';
    case `${SMTP}FromEmailAddress`:
    case `${SMTP}BounceEmailAddress`:
      return MAIL.test(value) ? undefined : 'must be a mail address';
    case `${SNS}TopicArn`:
      return TOPIC_ARN.test(value) ? undefined : 'must be the ARN of a topic';
    case `${SNS}AccessKey`:
      return /^[A-Z0-9]{16,128}$/.test(value) ? undefined : 'must be an access key id';
    case `${SNS}ConfigJson`: {
      const routing = readRouting(value);
      return routing.ok ? undefined : routing.message.replace(/\.$/, '');
    }
    case SYSLOG_CONFIG:
      return /^\d{1,12}$/.test(value) ? undefined : 'must be the id of a notification destination, or 0';
    default:
      return undefined;
  }
};

/** The password goes where it was given for: who leads it elsewhere gives it again. */
export const refusesMove = (
  before: OwnSettings,
  after: OwnSettings['settings'],
  given: OwnSettings['settings'],
): Refusal | undefined => {
  const name = `${SMTP}ServerAddress`;
  const was = before.settings[name] ?? '';
  const moved = was !== '' && was !== (after[name] ?? '');
  return moved && before.secrets?.[SMTP_PASSWORD] !== undefined && given[SMTP_PASSWORD] === undefined
    ? refuse(
        'invalid',
        `${SMTP_PASSWORD}: give it again where ${name} changes, or empty it first.`,
        'secret-needed',
      )
    : undefined;
};

type Made = Omit<Destination, 'recipients'> & { readonly sealedSecret?: string };

/**
 * The tenant's own mail server, which carries what its mail destinations get. A user's password never goes over a
 * connection that anybody can read, whatever `StartTlsEnabled` says. Undefined: the service's own address sends.
 */
export const mailServer = ({
  settings,
  secrets,
}: OwnSettings): (Partial<Made> & { readonly bounceAddress?: string }) | undefined => {
  const where = serverOf(settings[`${SMTP}ServerAddress`] ?? '');
  const fromAddress = settings[`${SMTP}FromEmailAddress`];
  if (!where || !fromAddress) return undefined;
  const signsIn = settings[`${SMTP}RequiresAuthenticationEnabled`] === 'true';
  const bounceAddress = settings[`${SMTP}BounceEmailAddress`];
  const sealedSecret = secrets?.[SMTP_PASSWORD];
  return {
    type: 'smtp',
    ...where,
    fromAddress,
    security: signsIn || settings[`${SMTP}StartTlsEnabled`] === 'true' ? 'starttls' : 'none',
    verifyCertificate: true,
    ...(bounceAddress && { bounceAddress }),
    ...(signsIn && { username: settings[`${SMTP}Username`] ?? '', ...(sealedSecret && { sealedSecret }) }),
  };
};

/** Topics that events are forwarded to, and which go to which; no routing: all to the one. */
const forwarding = ({ settings, secrets }: OwnSettings) => {
  const accessKey = settings[`${SNS}AccessKey`];
  const sealedSecret = secrets?.[SNS_SECRET];
  if (settings[`${SNS}Enabled`] !== 'true' || !accessKey || !sealedSecret) return undefined;
  const key = { accessKey, sealedSecret };
  if (settings[`${SNS}AdvancedConfigEnabled`] !== 'true') {
    const topic = settings[`${SNS}TopicArn`];
    return topic ? { ...key, topics: [topic], routing: undefined } : undefined;
  }
  const routing = readRouting(settings[`${SNS}ConfigJson`] ?? '');
  if (!routing.ok) return undefined;
  const topics = [...new Set(routing.value.Statement.map(({ Topic }) => Topic))];
  return { ...key, topics, routing: routing.value };
};

/** The destination that the settings make under an id: one for each topic. */
export const settingDestination = (
  own: OwnSettings,
  ID: number,
): (Made & { readonly ID: number; readonly description: string; readonly routing?: Routing }) | undefined => {
  const forwarded = forwarding(own);
  const topicArn = forwarded?.topics[ID - FIRST_OF_SETTINGS];
  if (!forwarded || topicArn === undefined) return undefined;
  const { accessKey, sealedSecret, routing } = forwarded;
  const name = `Event forwarding of the system settings: ${topicArn.split(':').at(-1)}`;
  const common = { ID, name, description: '', enabled: true, type: 'sns', topicArn, accessKey } as const;
  return { ...common, sealedSecret, ...(routing && { routing }) };
};

const FORWARDED: readonly EventClass[] = ['intrusion-prevention', 'firewall', 'system', 'agent'];
const anything: NotificationRule['conditions'] = {
  ruleIDs: [],
  cves: [],
  actions: [],
  reasons: [],
  computerIDs: [],
  computerGroupIDs: [],
  policyIDs: [],
  addresses: [],
  eventIDs: [],
};

/** Rules that the settings make: every event to the topics, system and agent events to the syslog destination. */
export const settingRules = (own: OwnSettings): NotificationRule[] => {
  const topics = forwarding(own)?.topics.map((_, i) => FIRST_OF_SETTINGS + i) ?? [];
  const syslog = Number(own.settings[SYSLOG_CONFIG] ?? 0);
  return FORWARDED.flatMap((eventClass, i) => {
    const told = syslog > 0 && (eventClass === 'system' || eventClass === 'agent') ? [syslog] : [];
    const destinationIDs = [...topics, ...told];
    const rule = { name: 'System settings', enabled: true, conditions: anything, digestMinutes: 15 };
    return destinationIDs.length > 0
      ? [{ ...rule, ID: FIRST_OF_SETTINGS + i, eventClass, destinationIDs }]
      : [];
  });
};
