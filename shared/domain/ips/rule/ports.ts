/** Sorted, disjoint, inclusive ranges; `null` stands for any port. */
export type PortSet = readonly (readonly [number, number])[] | null;

export type PortsResult =
  | { readonly ok: true; readonly ports: PortSet }
  | { readonly ok: false; readonly reason: string };

/** Port variables of the default Suricata configuration. */
const VARIABLES: Readonly<Record<string, string>> = {
  $HTTP_PORTS: '80',
  $SHELLCODE_PORTS: '!80',
  $ORACLE_PORTS: '1521',
  $SSH_PORTS: '22',
  $DNP3_PORTS: '20000',
  $MODBUS_PORTS: '502',
  $FILE_DATA_PORTS: '[80,110,143]',
  $FTP_PORTS: '21',
  $GENEVE_PORTS: '6081',
  $VXLAN_PORTS: '4789',
  $TEREDO_PORTS: '3544',
};

const DEEPEST = 8;

/** Reads `any`, `80`, `1024:`, `[80,443,!8080]`, `!$HTTP_PORTS`. */
export function parsePorts(text: string): PortsResult {
  const set = readSet(text, DEEPEST);
  if (typeof set === 'string') return { ok: false, reason: set };
  if (isFull(set)) return { ok: true, ports: null };
  if (set.length === 0) return { ok: false, reason: `ports ${text} leave no port` };
  return { ok: true, ports: set };
}

export function portIn(ports: PortSet, port: number): boolean {
  if (ports === null) return true;
  for (const [low, high] of ports) if (port >= low && port <= high) return true;
  return false;
}

type Ranges = readonly (readonly [number, number])[];

const FULL: Ranges = [[0, 65535]];

function isFull(set: Ranges): boolean {
  return set.length === 1 && set[0]![0] === 0 && set[0]![1] === 65535;
}

function readSet(text: string, depth: number): Ranges | string {
  if (depth === 0) return `ports nested deeper than ${DEEPEST}`;
  if (text.startsWith('!')) {
    const inner = readSet(text.slice(1), depth - 1);
    return typeof inner === 'string' ? inner : complement(inner);
  }
  if (text === 'any') return FULL;
  if (text.startsWith('$')) {
    const value = VARIABLES[text];
    return value === undefined ? `unknown port variable ${text}` : readSet(value, depth - 1);
  }
  if (text.startsWith('[')) return readList(text, depth);
  return readRange(text);
}

/** A list is what its plain members allow (any, when there are none) without what its negated members name. */
function readList(text: string, depth: number): Ranges | string {
  const members = listMembers(text);
  if (members === null) return `ports ${text} are not a list`;
  let allowed: Ranges = [];
  let denied: Ranges = [];
  let plain = 0;
  for (const member of members) {
    const negated = member.startsWith('!');
    const set = readSet(negated ? member.slice(1) : member, depth - 1);
    if (typeof set === 'string') return set;
    if (negated) denied = union(denied, set);
    else {
      allowed = union(allowed, set);
      plain++;
    }
  }
  return intersect(plain === 0 ? FULL : allowed, complement(denied));
}

function readRange(text: string): Ranges | string {
  const match = /^(\d{0,5})(:?)(\d{0,5})$/.exec(text);
  if (match === null || text === '' || text === ':') return `port ${text} is not a number or range`;
  const low = match[1] === '' ? 0 : Number(match[1]);
  const high = match[2] === '' ? low : match[3] === '' ? 65535 : Number(match[3]);
  if (low > high || high > 65535) return `port range ${text} is not ascending within 0 to 65535`;
  return [[low, high]];
}

/** Members of `[a,[b,c],!d]` at its top level; null when the brackets do not fit. */
export function listMembers(text: string): string[] | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null;
  const members: string[] = [];
  let depth = 0;
  let member = '';
  for (const char of text.slice(1, -1)) {
    if (char === '[') depth++;
    if (char === ']') depth--;
    if (depth < 0) return null;
    if (char === ',' && depth === 0) {
      members.push(member);
      member = '';
    } else member += char;
  }
  members.push(member);
  return depth === 0 && members.every((entry) => entry !== '') ? members : null;
}

function union(a: Ranges, b: Ranges): Ranges {
  const merged: [number, number][] = [];
  for (const [low, high] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const last = merged.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

function complement(set: Ranges): Ranges {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const [low, high] of union(set, [])) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= 65535) gaps.push([from, 65535]);
  return gaps;
}

function intersect(a: Ranges, b: Ranges): Ranges {
  return complement(union(complement(a), complement(b)));
}
