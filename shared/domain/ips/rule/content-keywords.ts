import {
  type ContentDraft,
  type DraftStep,
  lastContent,
  type RuleDraft,
  type Taken,
  wholeNumber,
} from './draft.ts';
import { parseLiteral } from './literal.ts';
import type { BufferName } from './model.ts';

type Keyword = (draft: RuleDraft, value: string | null) => Taken;

const FARTHEST = 1_048_576;

/** `content` and the modifiers that follow it (Suricata rule language, payload keywords). */
export const CONTENT_KEYWORDS: Readonly<Record<string, Keyword>> = {
  content: takeContent,
  nocase: (draft) =>
    change(draft, 'nocase', ({ step }) => {
      step.ignoreCase = true;
      step.bytes = lowerCase(step.bytes);
    }),
  rawbytes: (draft) => change(draft, 'rawbytes', () => undefined),
  fast_pattern: (draft, value) => {
    if (value !== null && !/^(only|\d+,\d+)$/.test(value)) return `fast_pattern:${value} is not understood`;
    return change(draft, 'fast_pattern', (entry) => {
      if (!entry.step.negated) entry.fast = true;
    });
  },
  offset: (draft, value) =>
    number(draft, 'offset', value, 0, (entry, offset) => {
      entry.step.offset = offset;
      entry.anchored = true;
    }),
  depth: (draft, value) =>
    number(draft, 'depth', value, 1, (entry, depth) => {
      if (depth < entry.step.bytes.length) return 'depth is smaller than the content';
      entry.step.depth = depth;
      entry.anchored = true;
      return undefined;
    }),
  distance: (draft, value) =>
    number(draft, 'distance', value, -FARTHEST, (entry, distance) => {
      entry.step.distance = distance;
      entry.step.relative = true;
    }),
  within: (draft, value) =>
    number(draft, 'within', value, 1, (entry, within) => {
      if (within < entry.step.bytes.length) return 'within is smaller than the content';
      entry.step.within = within;
      entry.step.relative = true;
      return undefined;
    }),
  startswith: (draft) =>
    change(draft, 'startswith', (entry) => {
      if (entry.step.relative || entry.step.offset !== 0 || entry.step.depth !== null) {
        return 'startswith is mixed with another position';
      }
      entry.step.depth = entry.step.bytes.length;
      entry.anchored = true;
      return undefined;
    }),
  endswith: (draft) =>
    change(draft, 'endswith', ({ step }) => {
      step.endsWith = true;
    }),
  ...oldModifiers({
    http_uri: 'http.uri',
    http_raw_uri: 'http.uri.raw',
    http_method: 'http.method',
    http_client_body: 'http.request_body',
    http_header: 'http.header',
    http_raw_header: 'http.header.raw',
    http_cookie: 'http.cookie',
    http_user_agent: 'http.user_agent',
    http_host: 'http.host',
    http_raw_host: 'http.host.raw',
  }),
};

function takeContent(draft: RuleDraft, value: string | null): Taken {
  const literal = parseLiteral(value ?? '');
  if (!literal.ok) return literal.reason;
  draft.steps.push({
    buffer: draft.buffer,
    fast: false,
    anchored: false,
    step: {
      kind: 'content',
      bytes: literal.bytes,
      negated: literal.negated,
      ignoreCase: false,
      relative: false,
      offset: 0,
      depth: null,
      distance: 0,
      within: null,
      endsWith: false,
    },
  });
  return null;
}

function change(
  draft: RuleDraft,
  keyword: string,
  apply: (entry: ContentDraft) => string | undefined,
): Taken {
  const entry = lastContent(draft, keyword);
  return typeof entry === 'string' ? entry : (apply(entry) ?? null);
}

function number(
  draft: RuleDraft,
  keyword: string,
  value: string | null,
  low: number,
  apply: (entry: ContentDraft, number: number) => string | undefined,
): Taken {
  const parsed = wholeNumber(value, low, FARTHEST);
  if (parsed === null) return `${keyword}:${value ?? ''} is not a number in range`;
  return change(draft, keyword, (entry) => apply(entry, parsed));
}

/** The old style names the buffer after the content instead of before it. */
function oldModifiers(buffers: Readonly<Record<string, BufferName>>): Record<string, Keyword> {
  const keywords: Record<string, Keyword> = {};
  for (const [keyword, buffer] of Object.entries(buffers)) {
    keywords[keyword] = (draft) => {
      if (draft.buffer !== 'payload') return `${keyword} follows a sticky buffer`;
      return change(draft, keyword, (entry: DraftStep) => {
        entry.buffer = buffer;
      });
    };
  }
  return keywords;
}

export function lowerCase(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
}
