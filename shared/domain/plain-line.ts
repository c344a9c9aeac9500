/** Control characters, line and paragraph separators, and what turns the direction of writing or hides itself. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu;

/**
 * Text that others chose (names of hosts and rules) as one line that is safe to show: no line break to start a
 * header with, nothing invisible, at most `most` characters.
 */
export const plainLine = (text: string, most = 120): string => {
  const line = [...text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim()];
  return line.length <= most ? line.join('') : `${line.slice(0, most - 1).join('')}…`;
};
