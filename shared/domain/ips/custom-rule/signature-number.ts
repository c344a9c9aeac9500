/** Own rules start at 10,000,001; their signatures take numbers above every signature of the catalogue. */
export const signatureNumber = (ruleID: number, index: number): number =>
  1_000_000_000 + (ruleID % 10_000_000) * 100 + index;
