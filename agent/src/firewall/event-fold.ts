import type { FirewallEvent } from './event.ts';

/** Events of one kind between the same ends within one interval become one with a repeat count. */
export interface EventFold {
  add(event: FirewallEvent): void;
  /** What has been folded since the last take. `lost`: events over the bound, counted only. */
  take(): { readonly events: FirewallEvent[]; readonly lost: number };
}

/** `most` bounds the memory a port scan from many addresses can take. */
export function createEventFold(most: number): EventFold {
  let folded = new Map<string, FirewallEvent>();
  let lost = 0;
  return {
    add(event) {
      const key = keyOf(event);
      const same = folded.get(key);
      if (same !== undefined) {
        const repeatCount = same.repeatCount + event.repeatCount;
        folded.set(key, { ...same, endTime: event.endTime, repeatCount });
      } else if (folded.size < most) folded.set(key, event);
      else lost += 1;
    },
    take() {
      const taken = { events: [...folded.values()], lost };
      folded = new Map();
      lost = 0;
      return taken;
    },
  };
}

/** The client's port changes with each attempt and is left out. */
function keyOf(event: FirewallEvent): string {
  return [
    event.eventID,
    event.ruleID,
    event.direction,
    event.protocol,
    event.sourceIP,
    event.destinationIP,
    event.destinationPort,
    event.interface,
  ].join(' ');
}
