import type { RuleText } from '../../ips/rule/text.ts';
import { plainLine } from '../../plain-line.ts';
import { MOST_CVES } from './limits.ts';

export type Confidence = 'high' | 'medium' | 'low' | 'none';

/** What a rule's text says of itself, beside what it looks for. */
export interface RuleFacts {
  readonly sid: number;
  readonly rev: number;
  readonly name: string;
  readonly classType: string;
  readonly CVE: readonly string[];
  /** `url,…` and others, as written. */
  readonly references: readonly string[];
  readonly confidence: Confidence;
  /** As the metadata name it: Critical, Major, Minor, Informational; '' where they do not. */
  readonly signatureSeverity: string;
  /** Score of the Common Vulnerability Scoring System, '' where none is named. */
  readonly CVSSScore: string;
  /** Named in the metadata as affected, with blanks for underscores. */
  readonly products: readonly string[];
  /** Epoch ms, 0 where the metadata name no day. */
  readonly created: number;
  readonly updated: number;
  readonly toClient: boolean;
}

const LONGEST_NAME = 200;

/** Undefined: the rule has no number that it could be known by. */
export const factsOf = (rule: RuleText): RuleFacts | undefined => {
  const values = (name: string): string[] =>
    rule.options.filter((option) => option.name === name).map(({ value }) => value ?? '');
  const sid = wholeNumber(values('sid')[0]);
  if (sid === undefined || sid < 1 || sid > 0xffffffff) return undefined;
  const metadata = readMetadata(values('metadata'));
  const references = values('reference').map((text) => plainLine(unquoted(text), 300));
  return {
    sid,
    rev: wholeNumber(values('rev')[0]) ?? 0,
    name: plainLine(unescaped(values('msg')[0] ?? ''), LONGEST_NAME) || `Rule ${sid}`,
    classType: (values('classtype')[0] ?? '').toLowerCase(),
    CVE: cvesOf(references, metadata.get('cve') ?? []),
    references: references.slice(0, MOST_CVES),
    confidence: confidenceOf(metadata.get('confidence')?.[0]),
    signatureSeverity: metadata.get('signature_severity')?.[0] ?? '',
    CVSSScore: scoreOf(metadata),
    products: (metadata.get('affected_product') ?? []).map((text) => text.replaceAll('_', ' ')),
    created: dayOf(metadata.get('created_at')?.[0]),
    updated: dayOf(metadata.get('updated_at')?.[0]),
    toClient: values('flow').some((flow) => /\b(?:to_client|from_server)\b/.test(flow)),
  };
};

/** `name value, name value`: names may repeat, blanks of a value are kept. */
const readMetadata = (texts: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const entry of texts.flatMap((text) => unquoted(text).split(','))) {
    const match = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(entry);
    if (!match?.[1] || !match[2]) continue;
    const name = match[1].toLowerCase();
    found.set(name, [...(found.get(name) ?? []), match[2]]);
  }
  return found;
};

/** References say `cve,2021-44228`, `cve,CVE-2021-44228`; metadata `CVE_2021_44228`. */
const cvesOf = (references: readonly string[], named: readonly string[]): string[] => {
  const texts = [...references.filter((text) => /^\s*cve\s*,/i.test(text)), ...named];
  const found = texts.flatMap((text) =>
    [...text.matchAll(/((?:19|20)\d{2})[-_](\d{4,7})/g)].map(([, year, number]) => `CVE-${year}-${number}`),
  );
  return [...new Set(found)].sort().slice(0, MOST_CVES);
};

const confidenceOf = (word = ''): Confidence => {
  const lower = word.toLowerCase();
  return lower === 'high' || lower === 'medium' || lower === 'low' ? lower : 'none';
};

const scoreOf = (metadata: ReadonlyMap<string, readonly string[]>): string => {
  for (const [name, [value = '']] of metadata) {
    const score = /^cvss/.test(name) ? /^(\d{1,2}(?:\.\d)?)$/.exec(value)?.[1] : undefined;
    if (score !== undefined && Number(score) <= 10) return Number(score).toFixed(1);
  }
  return '';
};

/** `2024_04_21` as the beginning of that day. */
const dayOf = (text = ''): number => {
  const match = /^(\d{4})[_-](\d{2})[_-](\d{2})$/.exec(text);
  return match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : 0;
};

const wholeNumber = (text = ''): number | undefined => (/^\d{1,10}$/.test(text) ? Number(text) : undefined);

const unquoted = (text: string): string => text.replace(/^"([\s\S]*)"$/, '$1');

const unescaped = (text: string): string => unquoted(text).replace(/\\([;"\\:])/g, '$1');
