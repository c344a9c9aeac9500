import type { CatalogueRule } from '../../ips/catalogue/rule.ts';
import type { ClassType } from './class-types.ts';
import type { Confidence } from './facts.ts';

/**
 * How a rule begins: `prevent` blocks where the policy prevents; `detect` tells only, until a tenant raises it;
 * `detect-only` can never be raised (IPS-2).
 */
export type Behaviour = 'prevent' | 'detect' | 'detect-only';

/** One line of the published table. A member that is left out holds for all. */
export interface BehaviourLine {
  readonly tells?: readonly ClassType['tells'][];
  readonly confidence?: readonly Confidence[];
  readonly severity?: readonly CatalogueRule['severity'][];
  readonly behaviour: Behaviour;
  readonly because: string;
}

/** The first line that holds decides. Published as docs/rule-behaviour.md. */
export const behaviourTable: readonly BehaviourLine[] = [
  {
    tells: ['activity'],
    behaviour: 'detect-only',
    because: 'honest clients do the same; blocking it would break them',
  },
  { confidence: ['low'], behaviour: 'detect', because: 'its source expects false alarms' },
  { severity: ['low'], behaviour: 'detect', because: 'a hit does little harm' },
  {
    tells: ['attack'],
    confidence: ['high'],
    behaviour: 'prevent',
    because: 'it names an attack, and its source is sure of it',
  },
  {
    tells: ['attack'],
    confidence: ['medium'],
    severity: ['high', 'critical'],
    behaviour: 'prevent',
    because: 'it names a grave attack, and its source is fairly sure of it',
  },
  {
    tells: ['sign'],
    confidence: ['high'],
    severity: ['critical'],
    behaviour: 'prevent',
    because: 'it shows a host that is being taken over, and its source is sure of it',
  },
  { behaviour: 'detect', because: 'nobody vouches for it yet: look at what it finds, then prevent' },
];

export interface Review {
  readonly sid: number;
  readonly behaviour: Behaviour;
  readonly because: string;
}

/** What our own review found of single rules; it goes before the table. */
export const reviews: readonly Review[] = [
  {
    sid: 2100498,
    behaviour: 'detect-only',
    because: 'any page that quotes the output of `id` fires it',
  },
  {
    sid: 2100366,
    behaviour: 'detect-only',
    because: 'it is an ordinary ping of a Unix host',
  },
  {
    sid: 2011716,
    behaviour: 'detect',
    because: 'telephone exchanges are tested with the same tool by their owners',
  },
];
