/** One figure, one JSON line; `target` is what the issue asks for, `holds` whether it was met this time. */
export const line = (
  figure: string,
  value: number,
  unit: string,
  more: { readonly target?: string; readonly holds?: boolean } & Readonly<Record<string, unknown>> = {},
): void => console.log(JSON.stringify({ figure, value: Math.round(value * 1000) / 1000, unit, ...more }));

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};
