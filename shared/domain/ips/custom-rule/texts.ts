import { accept, type Outcome, refuse } from '../../outcome.ts';
import { asContent, asRegex } from './bytes.ts';
import { type CustomDefinition, LONGEST_SIGNATURE, MOST_PATTERNS, type Place } from './definition.ts';
import { customLines } from './lines.ts';
import { signatureNumber } from './signature-number.ts';

/** The texts of a rule, not compiled: enough for one that was checked when it was saved. */
export const textsOf = (
  ID: number,
  definition: CustomDefinition,
  place: Place,
): Outcome<readonly string[]> => {
  switch (definition.template) {
    case 'signature': {
      const options = signatureOptions(definition);
      return options.ok ? accept(headed(ID, options.value, place)) : options;
    }
    case 'start-end-patterns': {
      const options = patternOptions(definition);
      return options.ok ? accept(headed(ID, options.value, place)) : options;
    }
    case 'custom':
      return customLines(ID, definition.customXML);
  }
};

/**
 * One text per transport. What others send to a service is where attacks on it are; a client is attacked by what it
 * gets back, and both ways are looked at.
 */
const headed = (ID: number, options: string, { protocol, direction }: Place): string[] => {
  const transports = protocol === 'tcp-udp' ? ['tcp', 'udp'] : [protocol];
  return transports.map((transport, index) => {
    const words = [
      ...(transport === 'tcp' ? ['established'] : []),
      ...(direction === 'incoming' ? ['to_server'] : []),
    ];
    const flow = words.length > 0 ? `flow:${words.join(',')}; ` : '';
    return `drop ${transport} any any -> any any (msg:"own rule ${ID}"; ${flow}${options} sid:${signatureNumber(ID, index)}; rev:1;)`;
  });
};

const signatureOptions = ({ signature, caseSensitive }: CustomDefinition): Outcome<string> => {
  if (!signature) return refuse('invalid', 'signature: give the text to look for.', 'missing-member');
  const short = checkLength('signature', signature);
  return short.ok
    ? accept(`content:${asContent(signature)};${caseSensitive === true ? '' : ' nocase;'}`)
    : short;
};

const patternOptions = (definition: CustomDefinition): Outcome<string> => {
  const { start = '', end = '', patterns = [], caseSensitive, condition = 'all' } = definition;
  if (patterns.length > MOST_PATTERNS)
    return refuse('invalid', `patterns: at most ${MOST_PATTERNS}.`, 'too-many');
  if (patterns.some((pattern) => pattern === ''))
    return refuse('invalid', 'patterns: a pattern cannot be blank.', 'missing-member');
  if (start === '' && patterns.length === 0)
    return refuse('invalid', 'start: give a start or at least one pattern.', 'missing-member');
  if (condition === 'none' && (start === '' || end === '' || patterns.length === 0))
    return refuse(
      'invalid',
      'condition: none needs a start, an end and at least one pattern.',
      'missing-member',
    );
  for (const [member, text] of [
    ['start', start],
    ['end', end],
    ['patterns', patterns.join('')],
  ] as const) {
    const short = checkLength(member, text);
    if (!short.ok) return short;
  }
  const nocase = caseSensitive === true ? '' : ' nocase;';
  const certain = start || (condition === 'all' || patterns.length === 1 ? patterns[0] : undefined);
  const literal = certain === undefined ? '' : `content:${asContent(certain)};${nocase} `;
  const flags = caseSensitive === true ? 's' : 'si';
  return accept(`${literal}pcre:"/${between(start, end, patterns, condition)}/${flags}";`);
};

/** Start, then the patterns as the condition says, then end; the patterns end before the first end after them. */
const between = (
  start: string,
  end: string,
  patterns: readonly string[],
  condition: 'all' | 'any' | 'none',
): string => {
  const any = patterns.map(asRegex).join('|');
  const until = end === '' ? '.*?' : `(?:(?!${asRegex(end)}).)*?`;
  const close = end === '' ? '' : asRegex(end);
  if (condition === 'none') return `${asRegex(start)}(?:(?!${close}|${any}).)*${close}`;
  const needed =
    patterns.length === 0
      ? ''
      : condition === 'any'
        ? `(?=${until}(?:${any}))`
        : patterns.map((pattern) => `(?=${until}${asRegex(pattern)})`).join('');
  return `${asRegex(start)}${needed}${end === '' ? '' : `${until}${close}`}`;
};

const checkLength = (member: string, text: string): Outcome<undefined> =>
  text.length <= LONGEST_SIGNATURE
    ? accept(undefined)
    : refuse('invalid', `${member}: longer than ${LONGEST_SIGNATURE} characters.`, 'too-long');
