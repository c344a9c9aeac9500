/**
 * Whether `text` fits `pattern`, in which `%` stands for any run of characters and `_` for one. Letter case does not
 * matter. Takes time linear in practice and length × length at worst: no pattern of a caller can make it slow.
 */
export const fitsWildcards = (pattern: string, text: string): boolean => {
  const p = pattern.toLowerCase();
  const t = text.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < t.length; ) {
    if (p[at] === '%') {
      star = at++;
      resume = i;
    } else if (at < p.length && (p[at] === '_' || p[at] === t[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (p[at] === '%') at++;
  return at === p.length;
};
