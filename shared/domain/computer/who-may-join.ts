import { parseAddress, parseInterval } from '../firewall/address.ts';
import { accept, type Outcome, refuse } from '../outcome.ts';
import type { Settings } from '../setting/setting.ts';

/** What a tenant set about computers that activate themselves (behaviour.md section 7). */
export interface Joining {
  readonly who: 'any' | 'existing' | 'listed' | 'nobody';
  /** Of the IP list for `listed`; 0: none is named. */
  readonly ipListID: number;
  /** A second computer with a host name that one has already is refused. */
  readonly refuseTwins: boolean;
  /** For who neither asks for a policy nor is given one; 0: none. */
  readonly policyID: number;
}

const PREFIX = 'platformSettingAgentInitiatedActivation';

/**
 * Reads the system settings. A manager takes any text for `…Enabled` and old scripts write numbers: what is none of
 * the console's words leaves everybody in who has a token, as the default does.
 */
export const joiningOf = (settings: Settings): Joining => {
  const text = (name: string) => (settings[`${PREFIX}${name}`] ?? '').trim().toLowerCase();
  const id = (name: string) => (/^\d{1,9}$/.test(text(name)) ? Number(text(name)) : 0);
  return {
    who: whoOf(text('Enabled')),
    ipListID: id('WithinIpListId'),
    refuseTwins: text('DuplicateHostnameMode').startsWith('do not allow'),
    policyID: id('PolicyId'),
  };
};

const whoOf = (words: string): Joining['who'] => {
  if (words === 'for existing computers') return 'existing';
  if (/^for computers (on|in|within) the (following )?ip list$/.test(words)) return 'listed';
  return ['false', 'off', 'no', 'none', 'not allowed'].includes(words) ? 'nobody' : 'any';
};

export interface Joiner {
  readonly sourceIP: string;
  /** Whether a computer of the tenant has this host's name. */
  readonly named: boolean;
  /** Entries of the list that `ipListID` names, as people wrote them; absent: there is no such list. */
  readonly ipList?: readonly string[] | undefined;
}

/** Whether a host with a good token may become a computer, by the tenant's own settings. */
export const mayJoin = (joining: Joining, joiner: Joiner): Outcome<undefined> => {
  const no = (message: string, reason: string) => refuse('forbidden', `${message} (${PREFIX}…)`, reason);
  if (joining.who === 'nobody') {
    return no('The tenant’s system settings let no computer activate itself.', 'activation-off');
  }
  if (joining.who === 'listed' && !isListed(joiner)) {
    return no(
      `The tenant’s system settings let computers activate themselves only from an IP list, and ${joiner.sourceIP} is not on it.`,
      'not-listed',
    );
  }
  if (joining.who === 'existing' && !joiner.named) {
    return no(
      'The tenant’s system settings let only computers activate themselves that it has already, and it has none of this host name. Create it first.',
      'not-existing',
    );
  }
  return joining.refuseTwins && joiner.named && joining.who !== 'existing'
    ? refuse(
        'conflict',
        `A computer of this host name exists already, and the tenant’s system settings do not allow a second one. Delete it first. (${PREFIX}…)`,
        'host-name-taken',
      )
    : accept(undefined);
};

const isListed = ({ sourceIP, ipList = [] }: Joiner): boolean => {
  const source = parseAddress(sourceIP);
  return ipList.some((entry) => {
    const range = parseInterval(entry.replace(/#.*$/, ''));
    return (
      source !== null &&
      range?.version === source.version &&
      range.from <= source.value &&
      source.value <= range.to
    );
  });
};
