import type { ToldEvent } from './told-event.ts';

/** Ids of the global rules end here; what a tenant makes comes after. */
const OWN_RULES_FROM = 10_000_001;
const RANGE = 1_000_000;
const CUSTOM_RULE = 10;

/**
 * Number of an event in CEF and LEEF (events.md section 9). Parsers tell the modules apart by it: global rules stand
 * in 1,000,000 to 1,999,999, and a rule whose own number lies in another module's range is sent as a custom rule,
 * with its name beside it, rather than read as something that it is not.
 */
export const signatureIDOf = (told: ToldEvent): number => {
  switch (told.eventClass) {
    case 'system':
      return told.event.number;
    case 'firewall':
      return told.event.status;
    case 'intrusion-prevention':
      return told.rule ? ruleSignature(told.rule.ID) : told.event.status;
  }
};

const ruleSignature = (ruleID: number): number => {
  if (ruleID >= OWN_RULES_FROM) return CUSTOM_RULE;
  if (ruleID < RANGE) return RANGE + ruleID;
  return ruleID < 2 * RANGE ? ruleID : CUSTOM_RULE;
};
