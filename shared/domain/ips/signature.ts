/** A rule as the bundle delivers it: the number the plane knows it by, and its text in the Suricata rule language. */
export interface Signature {
  readonly ruleID: number;
  readonly text: string;
  /** Overrides the action the text names. `reject` in the text means `reset`; `pass` can only come from the text. */
  readonly action?: 'alert' | 'drop' | 'reset';
}

/** A signature that is disarmed, alone, with the reason in words. `sid` is null when the text names none. */
export interface RefusedSignature {
  readonly ruleID: number;
  readonly sid: number | null;
  readonly reason: string;
}
