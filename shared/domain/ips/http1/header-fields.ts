/** One field of a head. Folded lines are joined, blanks around name and value are gone. Views of the head's bytes. */
export interface HeaderField {
  readonly name: Uint8Array;
  readonly value: Uint8Array;
}

const COLON = 58;
const CR = 13;
const LF = 10;

/** Splits `bytes[from..to)` into fields, however many: their length would count for nothing otherwise (RFC 9112 section 5, with the line folding of section 5.2 accepted). */
export function splitFields(bytes: Uint8Array, from: number, to: number): HeaderField[] {
  const fields: HeaderField[] = [];
  let at = from;
  while (at < to) {
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
  const values = fields.filter((field) => isNamed(field, lowerName)).map(({ value }) => value);
  return values.length === 0 ? null : joined(values);
}

/** The values with `, ` between them; one alone is given back as it is. */
export function joined(values: readonly Uint8Array[]): Uint8Array {
  if (values.length === 1) return values[0]!;
  const all = new Uint8Array(values.reduce((sum, { length }) => sum + length + 2, -2));
  let at = 0;
  for (const value of values) {
    if (at > 0) all.set(SEPARATOR, at - 2);
    all.set(value, at);
    at += value.length + 2;
  }
  return all;
}

const SEPARATOR = [44, 32];

/** Bytes as text, one character each. */
export function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
