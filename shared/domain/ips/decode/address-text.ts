/** Text of the address in four words from `from`: dotted IPv4, or IPv6 in its canonical form (RFC 5952). */
export function addressText(v6: boolean, words: Uint32Array, from: number): string {
  if (!v6) {
    const word = words[from + 3]!;
    return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
  }
  const groups: number[] = [];
  for (let word = 0; word < 4; word++) groups.push(words[from + word]! >>> 16, words[from + word]! & 0xffff);
  const { start, length } = longestZeros(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let run = 0;
  for (const [index, group] of groups.entries()) {
    run = group === 0 ? run + 1 : 0;
    if (run > best.length) best = { start: index - run + 1, length: run };
  }
  return best;
}
