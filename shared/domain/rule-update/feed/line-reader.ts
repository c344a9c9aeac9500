import { LONGEST_LINE } from './limits.ts';

/** One line of a rule file, without its end; `broken` tells why it cannot be read. */
export type FeedLine =
  | { readonly text: string; readonly broken?: undefined }
  | { readonly broken: 'too long' | 'not UTF-8' };

export interface LineReader {
  /** Takes the next bytes and gives the lines that end in them. */
  push(bytes: Uint8Array): FeedLine[];
  /** What stands behind the last line end. */
  end(): FeedLine[];
}

const LINE_FEED = 0x0a;

/**
 * Cuts bytes into lines, holding no more than `longest` bytes whatever comes: of a line that is longer nothing is
 * kept but the fact. A line that is not UTF-8 is broken alone.
 */
export const lineReader = (longest: number = LONGEST_LINE): LineReader => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held: Uint8Array[] = [];
  let size = 0;
  let overflown = false;

  const hold = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > longest) {
      overflown = true;
      held = [];
    } else if (bytes.length > 0 && !overflown) held.push(bytes.slice());
  };
  const take = (): FeedLine => {
    const line = overflown ? ({ broken: 'too long' } as const) : decoded(decoder, joined(held));
    held = [];
    size = 0;
    overflown = false;
    return line;
  };

  return {
    push(bytes) {
      const lines: FeedLine[] = [];
      let from = 0;
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
        hold(bytes.subarray(from, at));
        lines.push(take());
        from = at + 1;
      }
      hold(bytes.subarray(from));
      return lines;
    },
    end: () => (size > 0 ? [take()] : []),
  };
};

const decoded = (decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): FeedLine => {
  try {
    return { text: decoder.decode(bytes).replace(/\r$/, '') };
  } catch {
    return { broken: 'not UTF-8' };
  }
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
