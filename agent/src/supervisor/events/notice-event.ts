import type { InspectionNotice } from '../../inspect/spec.ts';
import type { AgentEventName } from './agent-event.ts';

/** What inspection has to say about itself as an agent event. */
export const noticeEvent = (
  notice: InspectionNotice,
  onFailure: 'open' | 'closed',
): readonly [AgentEventName, string] => {
  const traffic = onFailure === 'open' ? 'passes uninspected' : 'is stopped';
  switch (notice.kind) {
    case 'child-hung':
      return [
        'partHung',
        `The inspection process did not answer for ${seconds(notice.silentMs)} and is replaced; traffic ${traffic} meanwhile.`,
      ];
    case 'child-died':
      return [
        'partDied',
        `The inspection process ended (${notice.signal ?? notice.code}); traffic ${traffic} until it is back. ${notice.detail}`.trim(),
      ];
    case 'child-back':
      return ['abnormalRestart', `Inspection runs again after ${seconds(notice.awayMs)}.`];
    case 'hits-lost':
      return ['eventsSuppressed', `${notice.count} hits came faster than they could be told.`];
    case 'overflow':
      return [
        'partHung',
        `Inspection did not keep up: ${notice.count} packets ${onFailure === 'open' ? 'passed uninspected' : 'were dropped'}.`,
      ];
  }
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} seconds`;
