import { listMembers } from './ports.ts';

/** An address as four 32-bit words; IPv4 sits in the last one, `v6` tells the family. */
export interface Address {
  readonly v6: boolean;
  readonly words: readonly [number, number, number, number];
}

/** `null` stands for any address. A block matches when the words agree under the mask. */
export type AddressSet = { readonly allow: readonly Block[] | null; readonly deny: readonly Block[] } | null;

interface Block extends Address {
  readonly mask: readonly [number, number, number, number];
}

export type AddressResult =
  | { readonly ok: true; readonly set: AddressSet }
  | { readonly ok: false; readonly reason: string };

const DEEPEST = 8;

/**
 * Reads `any`, `10.0.0.0/8`, `2001:db8::/32`, `[a,!b]`, `!x`. Every `$VARIABLE` is any address: a host agent stands
 * on one side of all its flows, so inside and outside networks tell it nothing.
 */
export function parseAddresses(text: string): AddressResult {
  const allow: Block[] = [];
  const deny: Block[] = [];
  const any = collect(text, false, allow, deny, DEEPEST);
  if (typeof any === 'string') return { ok: false, reason: any };
  if (any && deny.length === 0) return { ok: true, set: null };
  return { ok: true, set: { allow: any || allow.length === 0 ? null : allow, deny } };
}

/** Tells whether the address, given as four words and family, is in the set. */
export function addressIn(set: AddressSet, v6: boolean, words: Uint32Array, from: number): boolean {
  if (set === null) return true;
  for (const block of set.deny) if (inBlock(block, v6, words, from)) return false;
  if (set.allow === null) return true;
  for (const block of set.allow) if (inBlock(block, v6, words, from)) return true;
  return false;
}

function inBlock(block: Block, v6: boolean, words: Uint32Array, from: number): boolean {
  if (block.v6 !== v6) return false;
  for (let word = 0; word < 4; word++) {
    if (((words[from + word]! ^ block.words[word]!) & block.mask[word]!) !== 0) return false;
  }
  return true;
}

/** Collects blocks; returns whether `any` was named plainly, or the reason of a refusal. */
function collect(
  text: string,
  negated: boolean,
  allow: Block[],
  deny: Block[],
  depth: number,
): boolean | string {
  if (depth === 0) return `addresses nested deeper than ${DEEPEST}`;
  if (text.startsWith('!')) return collect(text.slice(1), !negated, allow, deny, depth - 1);
  if (text === 'any' || /^\$\w+$/.test(text))
    return negated ? `negation of ${text}, which is any address` : true;
  if (text.startsWith('[')) {
    const members = listMembers(text);
    if (members === null) return `addresses ${text} are not a list`;
    let any = false;
    for (const member of members) {
      const result = collect(member, negated, allow, deny, depth - 1);
      if (typeof result === 'string') return result;
      any ||= result;
    }
    return any;
  }
  const block = parseBlock(text);
  if (block === null) return `address ${text} is not an address or network`;
  (negated ? deny : allow).push(block);
  return false;
}

function parseBlock(text: string): Block | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const width = address.v6 ? 128 : 32;
  const bits = slash < 0 ? width : prefixLength(text.slice(slash + 1), address.v6);
  if (bits === null || bits > width) return null;
  return { ...address, mask: maskOf(address.v6 ? bits : bits + 96) };
}

function prefixLength(text: string, v6: boolean): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const netmask = v6 ? null : parseAddress(text);
  if (netmask === null) return null;
  const ones = Math.clz32(~netmask.words[3]);
  return maskOf(ones + 96)[3] === netmask.words[3] ? ones : null;
}

function maskOf(bits: number): [number, number, number, number] {
  const word = (index: number): number => {
    const ones = Math.min(32, Math.max(0, bits - index * 32));
    return ones === 0 ? 0 : (0xffffffff << (32 - ones)) >>> 0;
  };
  return [word(0), word(1), word(2), word(3)];
}

/** Reads one IPv4 or IPv6 address in text form (RFC 4291 section 2.2); null when it is neither. */
export function parseAddress(text: string): Address | null {
  if (text.includes(':')) return parseV6(text);
  const word = parseV4(text);
  return word === null ? null : { v6: false, words: [0, 0, 0, word] };
}

function parseV4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  let word = 0;
  for (let part = 1; part <= 4; part++) {
    const octet = Number(match[part]);
    if (octet > 255) return null;
    word = word * 256 + octet;
  }
  return word;
}

function parseV6(text: string): Address | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0]!);
  const tail = halves.length === 2 ? groupsOf(halves[1]!) : [];
  if (head === null || tail === null) return null;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null;
  const groups = [...head, ...new Array<number>(gap).fill(0), ...tail];
  const word = (index: number): number => groups[index * 2]! * 65536 + groups[index * 2 + 1]!;
  return { v6: true, words: [word(0), word(1), word(2), word(3)] };
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const v4 = index === parts.length - 1 ? parseV4(part) : null;
    if (v4 !== null) groups.push(v4 >>> 16, v4 & 0xffff);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
