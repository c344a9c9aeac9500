/**
 * Log4j lookups that spell `jndi:` (CVE-2021-44228). Log4j puts in the value of each nested lookup before it reads the
 * outer one, so between two letters there may be any number of openings `${lower:`, `${env:X:-`, `${::-` and endings
 * `}`, and each character may come percent-encoded (also more than once) or as a JSON escape, to be decoded by what
 * logs it.
 */
const either = (plain: string, code: string): string =>
  String.raw`(?:${plain}|%(?:(?:25)*${code}|u00${code})|\\u00${code})`;

const dollar = either(String.raw`\$`, '24');
const open = either(String.raw`\{`, '7b');
const close = either(String.raw`\}`, '7d');
const colon = either(':', '3a');
const dash = either('-', '2d');
const quote = either("'", '27');

/** A letter, large or small; `[46]` and `[57]` begin the codes of both. */
const letter = (plain: string, code: string): string => either(plain, code);
/** The dotless i, which becomes an ordinary one in capitals: as UTF-8, plain or encoded. */
const letterI = String.raw`(?:${letter('i', '[46]9')}|\xc4\xb1|%(?:25)*c4%(?:25)*b1|\\u0131)`;

/** The beginning of a nested lookup, up to where its value may stand. */
const nested = String.raw`${dollar}${open}[^\s\$\{\}]{0,200}?${colon}(?:${dash})?`;
const between = `(?:${nested}|${close}|${quote})*`;

const spelled = [letter('j', '[46]a'), letter('n', '[46]e'), letter('d', '[46]4'), letterI, colon].join(
  between,
);

/** One nested lookup, its value left open: so many of them in a row can only be there to hide something. */
const senseless = String.raw`\$\{[^\s\$\{\}]{0,60}?:-?\}?`;

/** As `pcre`: a lookup that spells `jndi:`, or one that nests without any sense. */
const lookup = `/${dollar}${open}${between}${spelled}|(?:${senseless}){20}/i`;

interface Place {
  readonly protocol: 'http' | 'tcp';
  readonly buffer: string;
  readonly inWords: string;
}

/** The raw stream finds it before a request is complete; the buffers, where a coding of the transfer cuts it up. */
const places: readonly Place[] = [
  { protocol: 'http', buffer: 'http.uri; ', inWords: 'the address' },
  { protocol: 'tcp', buffer: '', inWords: 'a header or body' },
  { protocol: 'http', buffer: 'http.request_body; ', inWords: 'a body sent in pieces' },
];

/** What an opening looks like; each is a literal to look for first. */
const openings = ['"${"', '"24{"', '"%7b"; nocase', '"%257b"; nocase', '"u007b"; nocase'];

/** Signature texts, their sids counted from `firstSid`. */
export const log4ShellSignatures = (firstSid: number): readonly string[] =>
  places.flatMap(({ protocol, buffer, inWords }, place) =>
    openings.map(
      (literal, at) =>
        `drop ${protocol} any any -> any any (msg:"Log4Shell lookup in ${inWords}"; flow:established,to_server; ${buffer}content:${literal}; pcre:"${lookup}"; reference:cve,2021-44228; classtype:web-application-attack; sid:${firstSid + place * openings.length + at}; rev:2;)`,
    ),
  );
