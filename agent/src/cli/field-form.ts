/** Keywords of the field's own activation command (behaviour.md section 7) that this service knows. */
const OPTION_OF: Readonly<Record<string, string>> = {
  tenantid: 'tenant',
  token: 'token',
  policyid: 'policy-id',
  policy: 'policy',
  groupid: 'group-id',
  group: 'group',
  displayname: 'display-name',
  description: 'description',
};

export type FieldForm =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Deployment scripts of the field say `-a dsm://host:port/ "tenantID:GUID" "token:GUID" "policyid:N"`. Such words
 * become this command line's own options; all others stay as they are. Keywords are read in any case.
 */
export const fromFieldForm = (words: readonly string[]): FieldForm => {
  const at = words.indexOf('-a');
  if (at < 0) return { ok: true, words };
  const url = words[at + 1];
  if (url === undefined) return { ok: false, message: '-a needs the address of the plane.' };
  const rest = [...words.slice(0, at), ...words.slice(at + 2)];
  const out = ['--url', url];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] as string;
    if (word.startsWith('-')) {
      out.push(word);
      if (!word.includes('=') && rest[i + 1] !== undefined) out.push(rest[++i] as string);
      continue;
    }
    const [, keyword = '', value = ''] = /^([A-Za-z]+):(.*)$/s.exec(word) ?? [];
    const option = OPTION_OF[keyword.toLowerCase()];
    if (!option) {
      const known = 'tenantID, token, policyid, policy, groupid, group, displayname, description';
      return { ok: false, message: `"${word.slice(0, 60)}" is not known here. Known are: ${known}.` };
    }
    out.push(`--${option}=${value}`);
  }
  return { ok: true, words: out };
};
