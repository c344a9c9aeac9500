/** The engine's mode and the module's behaviour (behaviour.md section 3). */
export interface Posture {
  readonly mode: 'inline' | 'tap';
  readonly behaviour: 'prevent' | 'detect';
}

export type Effect = 'alert' | 'drop' | 'reset';

/** What a rule that matched does: its own action only inline and in prevent, otherwise it is noted and passes. */
export function ruleEffect(posture: Posture, action: Effect): Effect {
  return posture.mode === 'inline' && posture.behaviour === 'prevent' ? action : 'alert';
}

/** What a sanity failure does: dropped inline even in detect, never in tap. */
export function sanityEffect(posture: Posture): Effect {
  return posture.mode === 'inline' ? 'drop' : 'alert';
}

/** The verdict of a packet with these effects: reset, since it frees both ends, then drop, then pass. */
export function verdictOf(effects: readonly Effect[]): 'pass' | 'drop' | 'reset' {
  if (effects.includes('reset')) return 'reset';
  return effects.includes('drop') ? 'drop' : 'pass';
}
