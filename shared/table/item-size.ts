/**
 * Bytes of an item as DynamoDB counts them for capacity units: each attribute's name in UTF-8 plus its value.
 * Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats". A write unit is 1,024 bytes, a read unit
 * 4,096 (half of one when eventually consistent).
 */
export const itemSize = (item: Readonly<Record<string, unknown>>): number => attributes(item);

export const writeUnits = (item: Readonly<Record<string, unknown>>): number =>
  Math.max(1, Math.ceil(itemSize(item) / 1024));

/** Overhead of a list or map, and of each of its elements. */
const CONTAINER = 3;
const ELEMENT = 1;

const attributes = (record: object): number =>
  Object.entries(record).reduce(
    (sum, [name, value]) => (value === undefined ? sum : sum + Buffer.byteLength(name) + valueSize(value)),
    0,
  );

const valueSize = (value: unknown): number => {
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numberSize(String(value));
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Set) return [...value].reduce<number>((sum, member) => sum + valueSize(member), 0);
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, element) => sum + ELEMENT + valueSize(element), CONTAINER);
  }
  if (typeof value === 'object') {
    return (
      CONTAINER + attributes(value) + ELEMENT * Object.values(value).filter((v) => v !== undefined).length
    );
  }
  throw new Error(`DynamoDB has no such value: ${typeof value}`);
};

/** One byte, one more for each two significant digits (leading and trailing zeroes do not count), one for a minus. */
const numberSize = (text: string): number => {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
};
