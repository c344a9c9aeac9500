/** One option of a rule as written: `name` or `name:value`, in order. */
export interface RuleOption {
  readonly name: string;
  readonly value: string | null;
}

/** A rule split into its parts, nothing interpreted yet. */
export interface RuleText {
  readonly action: string;
  readonly protocol: string;
  readonly source: string;
  readonly sourcePorts: string;
  readonly direction: '->' | '<>';
  readonly destination: string;
  readonly destinationPorts: string;
  readonly options: readonly RuleOption[];
}

export type RuleTextResult =
  | { readonly ok: true; readonly rule: RuleText }
  | { readonly ok: false; readonly reason: string };

const LONGEST_RULE = 16_384;
const MOST_OPTIONS = 256;

/** Splits the text of one rule of the Suricata language. Refuses what is not of the form `header (options)`. */
export function splitRule(text: string): RuleTextResult {
  const rule = text.trim();
  if (rule.length > LONGEST_RULE) return refuse(`rule longer than ${LONGEST_RULE} characters`);
  const open = rule.indexOf('(');
  if (open < 0 || !rule.endsWith(')')) return refuse('rule is not of the form: header (options)');
  const words = headerWords(rule.slice(0, open));
  if (words === null) return refuse('brackets in the rule header do not close');
  const [action, protocol, source, sourcePorts, direction, destination, destinationPorts, extra] = words;
  if (destinationPorts === undefined || extra !== undefined) {
    return refuse('header must be: action protocol source ports direction destination ports');
  }
  if (direction !== '->' && direction !== '<>') return refuse(`direction ${direction} is not -> or <>`);
  const options = splitOptions(rule.slice(open + 1, -1));
  if (typeof options === 'string') return refuse(options);
  return {
    ok: true,
    rule: {
      action: action as string,
      protocol: protocol as string,
      source: source as string,
      sourcePorts: sourcePorts as string,
      direction,
      destination: destination as string,
      destinationPorts,
      options,
    },
  };
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

/** Words are split at white space outside of square brackets; blanks inside of brackets are dropped. */
function headerWords(header: string): string[] | null {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const char of header) {
    if (char === '[') depth++;
    if (char === ']') depth--;
    if (depth < 0) return null;
    if (!/\s/.test(char)) word += char;
    else if (depth === 0 && word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return depth === 0 ? words : null;
}

/** Options end at a semicolon outside of quotes that no backslash escapes. */
function splitOptions(body: string): RuleOption[] | string {
  const options: RuleOption[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at++) {
    const char = body[at];
    if (char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (char === ';' && !quoted) {
      const option = readOption(body.slice(start, at));
      if (option !== null) options.push(option);
      if (options.length > MOST_OPTIONS) return `more than ${MOST_OPTIONS} options`;
      start = at + 1;
    }
  }
  if (quoted) return 'a quote does not close';
  if (body.slice(start).trim() !== '') return 'the last option does not end with a semicolon';
  return options;
}

function readOption(text: string): RuleOption | null {
  const option = text.trim();
  if (option === '') return null;
  const colon = option.indexOf(':');
  if (colon < 0) return { name: option.toLowerCase(), value: null };
  return { name: option.slice(0, colon).trim().toLowerCase(), value: option.slice(colon + 1).trim() };
}
