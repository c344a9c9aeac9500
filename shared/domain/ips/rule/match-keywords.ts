import { compileRegex } from '../regex/regex.ts';
import type { RuleDraft, Taken } from './draft.ts';
import type { BufferName, FlowTest } from './model.ts';

type Keyword = (draft: RuleDraft, value: string | null) => Taken;

/** Keywords that match something other than a literal. */
export const MATCH_KEYWORDS: Readonly<Record<string, Keyword>> = {
  pcre: takeRegex,
  isdataat: takeDataAt,
  bsize: (draft, value) => takeSize(draft, 'bsize', value, draft.buffer),
  urilen: (draft, value) => {
    const [size, variant] = (value ?? '').split(',').map((part) => part.trim());
    if (variant !== undefined && variant !== 'norm' && variant !== 'raw')
      return `urilen:${value} is not understood`;
    return takeSize(draft, 'urilen', size ?? '', variant === 'raw' ? 'http.uri.raw' : 'http.uri', true);
  },
  flow: takeFlow,
};

const REGEX_BUFFERS: Readonly<Record<string, BufferName>> = {
  U: 'http.uri',
  I: 'http.uri.raw',
  P: 'http.request_body',
  H: 'http.header',
  D: 'http.header.raw',
  M: 'http.method',
  C: 'http.cookie',
  V: 'http.user_agent',
  W: 'http.host',
  Z: 'http.host.raw',
};

function takeRegex(draft: RuleDraft, value: string | null): Taken {
  const parts = /^(!?)\s*("?)\s*\/([\s\S]*)\/([A-Za-z]*)\s*\2$/.exec(value ?? '');
  if (parts === null) return 'pcre is not of the form "/expression/flags"';
  let buffer = draft.buffer;
  let relative = false;
  let anchored = false;
  const flags = { ignoreCase: false, dotAll: false, multiline: false, extended: false, dollarEndOnly: false };
  for (const letter of parts[4]!) {
    if (letter === 'i') flags.ignoreCase = true;
    else if (letter === 's') flags.dotAll = true;
    else if (letter === 'm') flags.multiline = true;
    else if (letter === 'x') flags.extended = true;
    else if (letter === 'E') flags.dollarEndOnly = true;
    else if (letter === 'A') anchored = true;
    else if (letter === 'R') relative = true;
    else if (REGEX_BUFFERS[letter] !== undefined) buffer = REGEX_BUFFERS[letter];
    else if (letter !== 'B' && letter !== 'O') return `pcre flag ${letter} is not supported`;
  }
  const compiled = compileRegex(anchored ? `\\A(?:${parts[3]!})` : parts[3]!, flags);
  if (!compiled.ok) return compiled.reason;
  const step = { kind: 'regex' as const, regex: compiled.regex, negated: parts[1] === '!', relative };
  draft.steps.push({ buffer, step, fast: false, anchored: false });
  return null;
}

function takeDataAt(draft: RuleDraft, value: string | null): Taken {
  const parts = /^(!?)\s*(\d{1,6})\s*((?:,\s*\w+\s*)*)$/.exec(value ?? '');
  if (parts === null) return `isdataat:${value} is not understood`;
  const words = parts[3]!.split(',').map((word) => word.trim());
  const unknown = words.find((word) => word !== '' && word !== 'relative' && word !== 'rawbytes');
  if (unknown !== undefined) return `isdataat option ${unknown} is not supported`;
  const step = {
    kind: 'data-at' as const,
    distance: Number(parts[2]),
    negated: parts[1] === '!',
    relative: words.includes('relative'),
  };
  draft.steps.push({ buffer: draft.buffer, step, fast: false, anchored: false });
  return null;
}

/** `5`, `<5`, `>5`, `5<>10` (exclusive for bsize and urilen alike), `!5`. */
function takeSize(
  draft: RuleDraft,
  keyword: string,
  value: string | null,
  buffer: BufferName,
  front = false,
): Taken {
  if (buffer === 'payload') return `${keyword} needs a buffer`;
  const parts = /^(!?)\s*([<>]?)\s*(\d{1,9})\s*(?:<>\s*(\d{1,9}))?$/.exec(value ?? '');
  if (parts === null || (parts[2] !== '' && parts[4] !== undefined))
    return `${keyword}:${value} is not understood`;
  const first = Number(parts[3]);
  let low = first;
  let high = first;
  if (parts[4] !== undefined) {
    low = first + 1;
    high = Number(parts[4]) - 1;
  } else if (parts[2] === '<') {
    low = 0;
    high = first - 1;
  } else if (parts[2] === '>') {
    low = first + 1;
    high = Number.POSITIVE_INFINITY;
  }
  if (high < low) return `${keyword}:${value} fits no size`;
  const step = { kind: 'size' as const, low, high, negated: parts[1] === '!', relative: false as const };
  const entry = { buffer, step, fast: false, anchored: false };
  // Size steps of another buffer must not come between a content and the modifiers that follow it.
  if (front) draft.steps.unshift(entry);
  else draft.steps.push(entry);
  return null;
}

function takeFlow(draft: RuleDraft, value: string | null): Taken {
  const flow: { -readonly [K in keyof FlowTest]: FlowTest[K] } = { ...draft.flow };
  for (const word of (value ?? '').split(',').map((part) => part.trim())) {
    if (word === 'established') flow.established = true;
    else if (word === 'not_established') flow.established = false;
    else if (word === 'to_server' || word === 'from_client') flow.toServer = true;
    else if (word === 'to_client' || word === 'from_server') flow.toServer = false;
    else if (word === 'no_stream') flow.stream = 'no';
    else if (word === 'only_stream') flow.stream = 'only';
    else if (word !== 'stateless') return `flow:${word} is not supported`;
  }
  draft.flow = flow;
  return null;
}
