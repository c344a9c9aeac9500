/** One field of a head. Folded lines are joined, blanks around name and value are gone. Views of the head's bytes. */
export interface HeaderField {
  readonly name: Uint8Array;
  readonly value: Uint8Array;
}

const MOST_FIELDS = 1024;
const COLON = 58;
const CR = 13;
const LF = 10;

/** Splits `bytes[from..to)` into fields (RFC 9112 section 5, with the line folding of section 5.2 accepted). */
export function splitFields(bytes: Uint8Array, from: number, to: number): HeaderField[] {
  const fields: HeaderField[] = [];
  let at = from;
  while (at < to && fields.length < MOST_FIELDS) {
    let end = lineEnd(bytes, at, to);
    let folded = false;
    while (end + 1 < to && isBlank(bytes[end + 1]!)) {
      end = lineEnd(bytes, end + 1, to);
      folded = true;
    }
    const line = folded ? unfold(bytes, at, end) : bytes.subarray(at, chomp(bytes, at, end));
    fields.push(splitField(line));
    at = end + 1;
  }
  return fields;
}

function splitField(line: Uint8Array): HeaderField {
  const colon = line.indexOf(COLON);
  const nameEnd = colon < 0 ? 0 : colon;
  return { name: trim(line, 0, nameEnd), value: trim(line, colon + 1, line.length) };
}

function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  const lf = bytes.indexOf(LF, from);
  return lf < 0 || lf > to ? to : lf;
}

function chomp(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && (bytes[end - 1] === CR || bytes[end - 1] === LF)) end--;
  return end;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9;
}

function trim(bytes: Uint8Array, from: number, to: number): Uint8Array {
  let low = from;
  let high = to;
  while (low < high && isBlank(bytes[low]!)) low++;
  while (high > low && isBlank(bytes[high - 1]!)) high--;
  return bytes.subarray(low, high);
}

/** Joins the lines, leaving out line ends and keeping the blanks that follow them. */
function unfold(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return bytes.slice(from, to).filter((byte) => byte !== CR && byte !== LF);
}

/** Whether the name of a field is this one, which is lower case. */
export function isNamed(field: HeaderField, lowerName: string): boolean {
  const { name } = field;
  if (name.length !== lowerName.length) return false;
  for (let at = 0; at < name.length; at++) {
    const byte = name[at]!;
    if ((byte >= 65 && byte <= 90 ? byte + 32 : byte) !== lowerName.charCodeAt(at)) return false;
  }
  return true;
}

/** Value of a field, several of one name joined by `, `; null when there is none. */
export function fieldValue(fields: readonly HeaderField[], lowerName: string): Uint8Array | null {
  let value: Uint8Array | null = null;
  for (const field of fields) {
    if (isNamed(field, lowerName)) value = value === null ? field.value : joined(value, field.value);
  }
  return value;
}

export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + 2 + b.length);
  both.set(a);
  both[a.length] = 44;
  both[a.length + 1] = 32;
  both.set(b, a.length + 2);
  return both;
}
