import type { CatalogueRule } from '../../ips/catalogue/rule.ts';
import { classTypeOf } from './class-types.ts';
import type { RuleFacts } from './facts.ts';

const byWord: Readonly<Record<string, CatalogueRule['severity']>> = {
  critical: 'critical',
  major: 'high',
  minor: 'medium',
  informational: 'low',
};
const byPriority = { 1: 'high', 2: 'medium', 3: 'low', 4: 'low' } as const;

/** The source's own word, else the priority of the class. Severity sorts; it does not enforce (behaviour.md section 3). */
export const severityOf = ({ signatureSeverity, classType }: RuleFacts): CatalogueRule['severity'] =>
  byWord[signatureSeverity.toLowerCase()] ?? byPriority[classTypeOf(classType).priority];
