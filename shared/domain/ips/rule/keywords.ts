import { CONTENT_KEYWORDS } from './content-keywords.ts';
import { type RuleDraft, type Taken, wholeNumber } from './draft.ts';
import { MATCH_KEYWORDS } from './match-keywords.ts';
import { BUFFERS } from './model.ts';

type Keyword = (draft: RuleDraft, value: string | null) => Taken;

/** Keywords that describe a rule and match nothing. */
const DESCRIPTIVE = [
  'msg',
  'rev',
  'gid',
  'classtype',
  'reference',
  'metadata',
  'priority',
  'target',
  'severity',
  'requires',
];

/** Every keyword that is understood. What is not in here refuses the rule. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ...Object.entries(CONTENT_KEYWORDS),
  ...Object.entries(MATCH_KEYWORDS),
  ...DESCRIPTIVE.map((name): [string, Keyword] => [name, () => null]),
  ...BUFFERS.filter((name) => name !== 'payload').map((name): [string, Keyword] => [
    name,
    (draft) => {
      draft.buffer = name;
      return null;
    },
  ]),
  [
    'pkt_data',
    (draft) => {
      draft.buffer = 'payload';
      return null;
    },
  ],
  [
    'sid',
    (draft, value) => {
      draft.sid = wholeNumber(value, 1, 0xffffffff);
      return draft.sid === null ? `sid:${value ?? ''} is not a number` : null;
    },
  ],
]);
