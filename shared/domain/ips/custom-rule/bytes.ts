const utf8 = new TextEncoder();

/**
 * The bytes that a text of a rule stands for: UTF-8, with runs of hex between bars (`|0d 0a|`) as they are. A bar that
 * does not enclose hex is a bar.
 */
export const bytesOf = (text: string): Uint8Array => {
  const bytes: number[] = [];
  let rest = text;
  while (rest !== '') {
    const run = /^\|((?:\s*[0-9a-fA-F]{2})+)\s*\|/.exec(rest);
    if (run) {
      bytes.push(...(run[1] as string).match(/[0-9a-fA-F]{2}/g)!.map((pair) => Number.parseInt(pair, 16)));
      rest = rest.slice(run[0].length);
    } else {
      const character = String.fromCodePoint(rest.codePointAt(0) as number);
      bytes.push(...utf8.encode(character));
      rest = rest.slice(character.length);
    }
  }
  return Uint8Array.from(bytes);
};

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** As the value of the keyword `content`: all in hex, so that nothing in it needs an escape. */
export const asContent = (text: string): string => `"|${[...bytesOf(text)].map(hex).join(' ')}|"`;

/** As part of a regular expression, every byte by its number. */
export const asRegex = (text: string): string => [...bytesOf(text)].map((byte) => `\\x${hex(byte)}`).join('');
