import type { CatalogueRule } from '../domain/ips/catalogue/rule.ts';

/** A rule in the index: what lists and decisions need, without signatures; what most rules share is left out. */
export type IndexRow = Pick<
  CatalogueRule,
  'ID' | 'identifier' | 'name' | 'description' | 'applicationTypeID' | 'severity' | 'type' | 'action'
> &
  Partial<
    Pick<
      CatalogueRule,
      'priority' | 'CVE' | 'CVSSScore' | 'detectOnly' | 'startsInDetect' | 'since' | 'dependsOnRuleIDs'
    >
  > & {
    /** Days since 1970: sources tell days. */
    readonly issued: number;
    readonly updated: number;
  };

const DAY = 86_400_000;

export const indexRow = (rule: CatalogueRule): IndexRow => ({
  ID: rule.ID,
  identifier: rule.identifier,
  name: rule.name,
  description: rule.description,
  applicationTypeID: rule.applicationTypeID,
  severity: rule.severity,
  type: rule.type,
  action: rule.action,
  issued: rule.originalIssue / DAY,
  updated: rule.lastUpdated / DAY,
  ...(rule.priority !== 'normal' && { priority: rule.priority }),
  ...(rule.CVE.length > 0 && { CVE: rule.CVE }),
  ...(rule.CVSSScore !== '' && { CVSSScore: rule.CVSSScore }),
  ...(rule.detectOnly && { detectOnly: true }),
  ...(rule.startsInDetect && { startsInDetect: true }),
  ...(rule.since !== undefined && { since: rule.since }),
  ...(rule.dependsOnRuleIDs && { dependsOnRuleIDs: rule.dependsOnRuleIDs }),
});

export const ruleOfRow = (row: IndexRow): CatalogueRule => ({
  ID: row.ID,
  identifier: row.identifier,
  name: row.name,
  description: row.description,
  applicationTypeID: row.applicationTypeID,
  priority: row.priority ?? 'normal',
  severity: row.severity,
  type: row.type,
  CVE: row.CVE ?? [],
  CVSSScore: row.CVSSScore ?? '',
  originalIssue: row.issued * DAY,
  lastUpdated: row.updated * DAY,
  signatures: [],
  action: row.action,
  detectOnly: row.detectOnly ?? false,
  ...(row.startsInDetect && { startsInDetect: true }),
  ...(row.since !== undefined && { since: row.since }),
  ...(row.dependsOnRuleIDs && { dependsOnRuleIDs: row.dependsOnRuleIDs }),
});
