import { basename } from 'node:path';

const LICENCE = /^(?:licen[cs]e|copying)(?:[.-].*)?$|licen[cs]e.*\.txt$|^(?:gpl|bsd).*\.txt$/i;

/** What a file of a source is, by its name: rules, a licence to keep, or nothing to us. */
export const fileKind = (path: string): 'rules' | 'licence' | 'other' => {
  const name = basename(path);
  if (name.endsWith('.rules')) return 'rules';
  return LICENCE.test(name) ? 'licence' : 'other';
};
