import { accept, type Outcome, refuse } from '../../outcome.ts';
import { LONGEST_CUSTOM, MOST_CUSTOM_LINES } from './definition.ts';
import { signatureNumber } from './signature-number.ts';

/**
 * The rules of `customXML`, one a line; blank lines and comments (`#`) fall away. Base64 is unpacked. A text without a
 * number of its own gets one: hits name it.
 */
export const customLines = (ID: number, customXML: string | undefined): Outcome<readonly string[]> => {
  if (!customXML?.trim())
    return refuse('invalid', 'customXML: give rules in the Suricata language.', 'missing-member');
  if (customXML.length > LONGEST_CUSTOM)
    return refuse('invalid', `customXML: longer than ${LONGEST_CUSTOM} characters.`, 'too-long');
  const text = plain(customXML.trim());
  if (text.startsWith('<')) {
    return refuse(
      'invalid',
      'customXML: XML is not understood here. Give rules in the Suricata language, one a line, plain or in base64.',
      'xml',
    );
  }
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) return refuse('invalid', 'customXML: give at least one rule.', 'missing-member');
  if (lines.length > MOST_CUSTOM_LINES)
    return refuse('invalid', `customXML: at most ${MOST_CUSTOM_LINES} rules.`, 'too-many');
  const actions = new Set(lines.map(actionOf));
  if (actions.has('pass'))
    return refuse('invalid', 'customXML: a pass rule would switch off other rules.', 'pass-rule');
  return actions.size > 1
    ? refuse(
        'invalid',
        'customXML: every line needs the same action: alert, drop or reject.',
        'mixed-actions',
      )
    : accept(lines.map((line, i) => numbered(line, ID, i)));
};

/** The first word of a rule's text: what it does with what it finds. */
export const actionOf = (text: string): string => text.trimStart().split(/\s/, 1)[0] ?? '';

const plain = (text: string): string => {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) || /\s[a-z]+\s/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s+/g, '')), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return text;
  }
};

const numbered = (line: string, ID: number, index: number): string =>
  /[;(]\s*sid\s*:/.test(line) || !line.endsWith(')')
    ? line
    : `${line.slice(0, -1).trimEnd()} sid:${signatureNumber(ID, index)};)`;
