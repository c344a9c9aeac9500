import * as z from 'zod';
import { ruleStatuses } from '../../../domain/recommendation/decide.ts';
import { ID, time } from '../common.ts';

export const scanStatuses = ['none', 'valid', 'out-of-date', 'unknown'] as const;

/** The scan's members of intrusion prevention assignments (domain/api.md, assignments). */
export const recommendationMembers = {
  recommendationScanStatus: z.enum(scanStatuses),
  /** Absent before the first result. */
  lastRecommendationScanDate: time.optional(),
  recommendedToAssignRuleIDs: z.array(ID).optional(),
  recommendedToUnassignRuleIDs: z.array(ID).optional(),
};

const ruleOutcome = z.object({
  ruleID: ID,
  name: z.string().optional(),
  status: z.enum(ruleStatuses),
  reason: z.string(),
  /** The CVE that decided it. */
  CVE: z.string().optional(),
  assigned: z.boolean(),
});

const openCve = {
  status: z.enum(['affected', 'unknown']),
  /** As the advisory names it. */
  package: z.string(),
  /** Installed; empty where it is not known. */
  version: z.string(),
  /** Empty where no version repairs it yet. */
  fixedIn: z.string(),
  advisory: z.string(),
};
const cover = z.enum(['prevented', 'detected', 'assignable', 'no-rule']);

/** A computer's last scan with its reasons. */
export const recommendations = z.object({
  computerID: ID,
  ...recommendationMembers,
  /** Epoch ms: when it was asked for, when the host began and ended. */
  requested: time.optional(),
  started: time.optional(),
  finished: time.optional(),
  /** Why the last scan gave no result; the rest is then of the one before. */
  problem: z.string().optional(),
  /** Whose advisories were looked at; absent where there are none for the host's system. */
  ecosystem: z.string().optional(),
  /** How many rules have each status; those that are neither needed nor assigned are only counted. */
  counts: z.record(z.string(), z.number().int()),
  rules: z.array(ruleOutcome),
  exposures: z.array(z.object({ CVE: z.string(), ...openCve })),
  /** Recommended, and left to people. */
  skipped: z.array(z.object({ ruleID: ID, why: z.string() })),
});

export const scanRequested = z.object({
  computerID: ID,
  /** Epoch ms; the agent begins when it can. */
  requested: time,
});

/** What of a host is open, and what stands before it. A rule is a virtual patch, not a patch. */
export const computerCoverage = z.object({
  computerID: ID,
  ...{
    recommendationScanStatus: recommendationMembers.recommendationScanStatus,
    lastRecommendationScanDate: recommendationMembers.lastRecommendationScanDate,
  },
  counts: z.record(z.string(), z.number().int()),
  CVEs: z.array(z.object({ CVE: z.string(), ...openCve, cover, ruleIDs: z.array(ID) })),
});

export const CVE = z.string().regex(/^CVE-\d{4}-\d{4,19}$/, 'must read like CVE-2021-44228');
export const coverageQuery = z.object({
  /** `next` of the answer before. */
  after: z
    .string()
    .regex(/^CVE-\d{4}-\d{4,19}#\d{12}$/, 'send what the last answer gave in next')
    .optional(),
});

/** Computers that the last scans found open to a CVE, a page at a time. */
export const cveCoverage = z.object({
  CVE: z.string(),
  /** Rules about it. */
  ruleIDs: z.array(ID),
  computers: z.array(z.object({ computerID: ID, computerName: z.string(), ...openCve, cover })),
  next: z.string().optional(),
});
