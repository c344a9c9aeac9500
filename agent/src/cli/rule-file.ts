import type { Signature } from '../../../shared/domain/ips/engine.ts';

/**
 * Signatures of a rule file: one rule a line, `#` begins a comment line, a backslash at the end of a line goes on in
 * the next. A rule of a file has no number of the plane; it gets its place, from 1.
 */
export function signaturesOf(text: string, firstID: number): Signature[] {
  const signatures: Signature[] = [];
  for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
    const rule = line.trim();
    if (rule === '' || rule.startsWith('#')) continue;
    signatures.push({ ruleID: firstID + signatures.length, text: rule });
  }
  return signatures;
}
