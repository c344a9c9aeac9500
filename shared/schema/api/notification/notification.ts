import * as z from 'zod';
import { parseNetwork } from '../../../domain/address/network.ts';
import { TOPIC_ARN } from '../../../domain/notification/format/read-routing.ts';
import { facilities } from '../../../domain/notification/format/syslog-frame.ts';
import { eventClasses } from '../../../domain/notification/rule.ts';
import { defineCollection } from '../collection.ts';
import { bool, description, email, givenID, ID, locale, name, orDigits } from '../common.ts';

const MOST_VALUES = 100;
const several = <S extends z.ZodType>(one: S) => z.array(one).max(MOST_VALUES);
const text = (most: number) => z.string().trim().min(1).max(most);
const address = z
  .string()
  .max(49)
  .refine((value) => parseNetwork(value) !== undefined, 'must be an address or a network such as 10.0.0.0/8');

/** What an event must be to be told; each list by any of its values, all lists together (EVT-4). */
export const conditions = z.object({
  severityAtLeast: z.enum(['low', 'medium', 'high', 'critical', 'info', 'warning', 'error']).optional(),
  ruleIDs: several(givenID).default([]),
  cves: several(z.string().regex(/^CVE-\d{4}-\d{4,7}$/, 'must read like CVE-2021-44228')).default([]),
  actions: several(text(30)).default([]),
  reasons: several(text(254)).default([]),
  computerIDs: several(givenID).default([]),
  computerGroupIDs: several(givenID).default([]),
  policyIDs: several(givenID).default([]),
  addresses: several(address).default([]),
  eventIDs: several(z.number().int().min(0).max(99_999)).default([]),
});

const rights = {
  view: 'platformRights.settingRights.canViewSettings',
  create: 'platformRights.settingRights.canEditSettings',
  edit: 'platformRights.settingRights.canEditSettings',
  remove: 'platformRights.settingRights.canEditSettings',
  // Events of every computer may go out by it.
  whole: { of: 'computers', by: ['create', 'edit', 'remove'] },
} as const;

const digestMinutes = orDigits(z.number().int().min(1).max(60));

/** Which events are told, and where. */
export const notificationRules = defineCollection({
  path: '/api/notificationrules',
  envelope: 'notificationRules',
  param: 'notificationRuleID',
  thing: 'notification rule',
  function: 'notifications',
  body: z.object({
    name,
    description: description.default(''),
    enabled: bool.default(true),
    eventClass: z.enum(eventClasses),
    conditions: conditions.prefault({}),
    destinationIDs: z.array(givenID).min(1).max(20),
    /** What follows a mail within so many minutes is counted and told together. */
    digestMinutes: digestMinutes.default(15),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    eventClass: z.enum(eventClasses),
    conditions,
    destinationIDs: z.array(ID),
    digestMinutes: z.number(),
  }),
  fields: { name: 'string', description: 'string', enabled: 'boolean', eventClass: 'choice' },
  rights,
});

export const destinationTypes = ['mail', 'smtp', 'sns', 'webhook', 'syslog'] as const;

const server = z.string().trim().max(253);
const port = orDigits(z.number().int().min(1).max(65_535));
const secret = z.string().min(1).max(1024);

/** What may be shown again of a destination. */
const shown = {
  /** Of `mail` and `smtp`: who reads it; `mail` without any: the tenant's own address. */
  recipients: z.array(email).max(50).optional(),
  /** Language of mails; default: the tenant's. */
  locale: locale.optional(),
  /** Of `smtp` and `syslog`. */
  server: server.optional(),
  port: port.optional(),
  fromAddress: email.optional(),
  security: z.enum(['none', 'starttls-if-offered', 'starttls', 'tls']).optional(),
  /** False takes any certificate: whoever stands in the way reads everything. */
  verifyCertificate: bool.optional(),
  username: z.string().max(254).optional(),
  /** Of `sns`. */
  topicArn: z.string().regex(TOPIC_ARN, 'must be the ARN of a topic').optional(),
  accessKey: z
    .string()
    .regex(/^[A-Z0-9]{16,128}$/, 'must be an access key id')
    .optional(),
  /** Of `webhook`. */
  url: z.string().max(2048).optional(),
  /** Of `syslog`. */
  transport: z.enum(['udp', 'tcp', 'tls']).optional(),
  eventFormat: z.enum(['cef', 'leef']).optional(),
  facility: z.enum(facilities).optional(),
  header: z.enum(['rfc3164', 'rfc5424']).optional(),
};

/** Where events go. Secrets are encrypted and never answered; `hasSecret` says that there is one. */
export const notificationDestinations = defineCollection({
  path: '/api/notificationdestinations',
  envelope: 'notificationDestinations',
  param: 'notificationDestinationID',
  thing: 'notification destination',
  function: 'notifications',
  body: z.object({
    name,
    description: description.default(''),
    enabled: bool.default(true),
    type: z.enum(destinationTypes),
    ...shown,
    /** Of `smtp`. */
    password: secret.optional(),
    /** Of `sns`. */
    secretKey: secret.optional(),
    /** Of `webhook`: key of the signature that each request carries. */
    signingSecret: secret.optional(),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    type: z.enum(destinationTypes),
    ...shown,
    hasSecret: z.boolean(),
    /** What whoever set it up should know, e.g. of port 25. */
    note: z.string().optional(),
  }),
  fields: { name: 'string', description: 'string', enabled: 'boolean', type: 'choice', server: 'string' },
  rights,
});

/** A destination as it is kept: its secret sealed. */
export const keptDestination = notificationDestinations.body
  .omit({ password: true, secretKey: true, signingSecret: true })
  .extend({ sealedSecret: z.string().optional() });
export type KeptDestination = z.output<typeof keptDestination>;

export const keptRule = notificationRules.body;

/** What came of a test. */
export const testResult = z.object({ delivered: z.boolean(), message: z.string() });
