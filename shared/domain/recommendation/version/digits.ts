/** Compares runs of digits as numbers, whatever their length. */
export const compareDigits = (a: string, b: string): number => {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  return left.length - right.length || compareText(left, right);
};

/** By code unit, as C's strcmp does on ASCII. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const isDigit = (char: string | undefined): boolean =>
  char !== undefined && char >= '0' && char <= '9';
