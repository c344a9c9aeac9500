export type LiteralResult =
  | { readonly ok: true; readonly negated: boolean; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: string };

const LONGEST = 8191;
const utf8 = new TextEncoder();

/**
 * Reads the value of `content`: an optional `!`, quotes, text with `|41 42|` hex runs and backslash escapes of
 * `" ; : \`. A character beyond ASCII stands for its UTF-8 bytes.
 */
export function parseLiteral(value: string): LiteralResult {
  const negated = value.startsWith('!');
  const quoted = (negated ? value.slice(1) : value).trim();
  if (quoted.length < 2 || !quoted.startsWith('"') || !quoted.endsWith('"'))
    return refuse('content is not quoted');
  const bytes: number[] = [];
  const text = quoted.slice(1, -1);
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === '|') {
      const close = text.indexOf('|', at + 1);
      if (close < 0) return refuse('a | of content does not close');
      const run = hexRun(text.slice(at + 1, close));
      if (run === null) return refuse(`content |${text.slice(at + 1, close)}| is not hex`);
      bytes.push(...run);
      at = close + 1;
    } else {
      if (char === '\\') at++;
      const code = text.codePointAt(at);
      if (code === undefined) return refuse('content ends with an escape');
      if (code < 128) bytes.push(code);
      else bytes.push(...utf8.encode(String.fromCodePoint(code)));
      at += code > 0xffff ? 2 : 1;
    }
  }
  if (bytes.length === 0) return refuse('content is empty');
  if (bytes.length > LONGEST) return refuse(`content is longer than ${LONGEST} bytes`);
  return { ok: true, negated, bytes: Uint8Array.from(bytes) };
}

function hexRun(text: string): number[] | null {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return null;
  const run: number[] = [];
  for (let at = 0; at < digits.length; at += 2) run.push(Number.parseInt(digits.slice(at, at + 2), 16));
  return run;
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
