import type { Effort } from '../match/effort.ts';
import { buildMatcher, type Search } from './matcher.ts';
import { beginsAtStart, firstBytes } from './node.ts';
import { parseRegex, type RegexFlags } from './parse.ts';

/** An expression over bytes. After `search` succeeds, `matchStart` and `matchEnd` tell where. */
export interface ByteRegex {
  /** Searches `bytes` from `from` to `end`, the subject beginning at `start`. False as well when the effort is spent. */
  search(bytes: Uint8Array, start: number, from: number, end: number, effort: Effort): boolean;
  matchStart: number;
  matchEnd: number;
}

export type RegexResult =
  | { readonly ok: true; readonly regex: ByteRegex }
  | { readonly ok: false; readonly reason: string };

export function compileRegex(source: string, flags: RegexFlags): RegexResult {
  const parsed = parseRegex(source, flags);
  if (!parsed.ok) return parsed;
  const built = buildMatcher(parsed.node);
  if (!built.ok) return built;
  const { step } = built;
  const first = firstBytes(parsed.node);
  const anchored = beginsAtStart(parsed.node);
  const search: Search = {
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    steps: 0,
    depth: 0,
    captures: new Int32Array((parsed.captures + 1) * 2),
    marks: new Int32Array(built.loops),
  };
  const regex: ByteRegex = {
    matchStart: -1,
    matchEnd: -1,
    search(bytes, start, from, end, effort) {
      search.bytes = bytes;
      search.start = start;
      search.end = end;
      search.steps = effort.left;
      const last = anchored ? Math.min(start, end) : end;
      let found = false;
      for (let at = from; at <= last && search.steps >= 0; at++) {
        if (first !== null && (at === end || first[bytes[at]!] === 0)) continue;
        search.depth = 0;
        search.captures.fill(-1);
        search.marks.fill(-1);
        const matched = step(search, at);
        if (matched >= 0) {
          regex.matchStart = at;
          regex.matchEnd = matched;
          found = true;
          break;
        }
      }
      effort.left = search.steps;
      return found;
    },
  };
  return { ok: true, regex };
}
