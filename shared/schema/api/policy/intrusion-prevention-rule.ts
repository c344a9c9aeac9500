import * as z from 'zod';
import {
  LONGEST_CUSTOM,
  LONGEST_SIGNATURE,
  MOST_PATTERNS,
} from '../../../domain/ips/custom-rule/definition.ts';
import { defineCollection } from '../collection.ts';
import { bool, description, givenID, ID, name, reference, time } from '../common.ts';
import { recommendationsMode, version } from '../rules/rule-parts.ts';

const priority = z.enum(['lowest', 'low', 'normal', 'high', 'highest']);
const severity = z.enum(['low', 'medium', 'high', 'critical']);
const template = z.enum(['signature', 'start-end-patterns', 'custom']);
const condition = z.enum(['all', 'any', 'none']);
const action = z.enum(['drop', 'log-only']);
const text = z.string().max(LONGEST_SIGNATURE);
const CVSSScore = z.string().regex(/^(10(\.0)?|\d(\.\d)?)?$/, 'must be a score such as 9.8');
const CVE = z
  .array(z.string().regex(/^CVE-\d{4}-\d{4,7}$/, 'must be a CVE number such as CVE-2021-44228'))
  .max(200);

export const intrusionPreventionRules = defineCollection({
  path: '/api/intrusionpreventionrules',
  envelope: 'intrusionPreventionRules',
  param: 'intrusionPreventionRuleID',
  thing: 'intrusion prevention rule',
  function: 'rules',
  body: z.object({
    name,
    description: description.default(''),
    minimumAgentVersion: version.optional(),
    applicationTypeID: givenID,
    priority: priority.default('normal'),
    severity: severity.default('medium'),
    detectOnly: bool.default(false),
    eventLoggingDisabled: bool.default(false),
    generateEventOnPacketDrop: bool.default(true),
    alwaysIncludePacketData: bool.default(false),
    debugModeEnabled: bool.default(false),
    template: template.optional(),
    signature: text.optional(),
    start: text.optional(),
    patterns: z.array(text).max(MOST_PATTERNS).optional(),
    end: text.optional(),
    caseSensitive: bool.optional(),
    condition: condition.optional(),
    action: action.optional(),
    customXML: z.string().max(LONGEST_CUSTOM).optional(),
    alertEnabled: bool.default(false),
    scheduleID: reference.optional(),
    contextID: reference.optional(),
    recommendationsMode: recommendationsMode.optional(),
    dependsOnRuleIDs: z.array(givenID).max(20).optional(),
    CVSSScore: CVSSScore.optional(),
    CVE: CVE.optional(),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    minimumAgentVersion: z.string().optional(),
    applicationTypeID: ID,
    priority,
    severity,
    detectOnly: z.boolean(),
    eventLoggingDisabled: z.boolean(),
    generateEventOnPacketDrop: z.boolean(),
    alwaysIncludePacketData: z.boolean(),
    debugModeEnabled: z.boolean(),
    type: z.enum(['custom', 'smart', 'vulnerability', 'exploit', 'hidden', 'policy', 'info']),
    originalIssue: time,
    lastUpdated: time,
    identifier: z.string().optional(),
    template: template.optional(),
    signature: z.string().optional(),
    start: z.string().optional(),
    patterns: z.array(z.string()).optional(),
    end: z.string().optional(),
    caseSensitive: z.boolean().optional(),
    condition: condition.optional(),
    action: action.optional(),
    customXML: z.string().optional(),
    alertEnabled: z.boolean(),
    scheduleID: z.number().int().optional(),
    contextID: z.number().int().optional(),
    recommendationsMode,
    canBeAssignedAlone: z.boolean(),
    dependsOnRuleIDs: z.array(ID).optional(),
    CVSSScore: z.string().optional(),
    CVE: z.array(z.string()).optional(),
  }),
  references: ['scheduleID', 'contextID'],
  fields: {
    name: 'string',
    description: 'string',
    minimumAgentVersion: 'string',
    applicationTypeID: 'numeric',
    priority: 'choice',
    severity: 'choice',
    eventLoggingDisabled: 'boolean',
    generateEventOnPacketDrop: 'boolean',
    alwaysIncludePacketData: 'boolean',
    debugModeEnabled: 'boolean',
    type: 'choice',
    originalIssue: 'date',
    lastUpdated: 'date',
    identifier: 'string',
    alertEnabled: 'boolean',
    scheduleID: 'numeric',
    contextID: 'numeric',
    recommendationsMode: 'choice',
    CVSSScore: 'string',
    CVE: 'strings',
  },
  rights: {
    create: 'intrusionPreventionRights.intrusionPreventionRuleRights.canCreateNewIntrusionPreventionRules',
    edit: 'intrusionPreventionRights.intrusionPreventionRuleRights.canEditIntrusionPreventionRuleProperties',
    remove: 'intrusionPreventionRights.intrusionPreventionRuleRights.canDeleteIntrusionPreventionRules',
  },
});
