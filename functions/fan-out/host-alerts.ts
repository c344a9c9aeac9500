import { hostCauses } from '../../shared/domain/alert/host-causes.ts';
import { computerTarget } from '../../shared/domain/alert/presence.ts';
import { agentVersions } from '../../shared/domain/computer/agent-platforms.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { settleStanding } from '../../shared/table/entities/alert/standing-alert.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { computerChangeItem } from '../../shared/table/entities/computer/computer-change.ts';
import { hostItem } from '../../shared/table/entities/computer/host.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Follow } from './deps.ts';

const NOTHING = { platform: '', agentVersion: '' };
const MOST_REASON = 500;

/**
 * A fact of a computer or its host changed: the alerts that stand with it follow from how they are now. Beats ask for
 * this only when a cause came or went.
 */
export const hostAlerts: Follow = async ({ store, now }, { after }) => {
  const { tenant, ID } = computerChangeItem.parse(after);
  const [computer, host] = await Promise.all([
    readComputer(store, tenant, ID),
    store.get(keys.host(tenant, ID), hostItem),
  ]);
  const there = computer && host && !host.gone ? { computer, host } : undefined;
  const subject = {
    computerID: ID,
    computerName: plainLine(computer?.displayName || computer?.hostName || `Computer ${ID}`),
  };
  const facts = there && {
    ...there.computer,
    modules: host?.modules,
    failedHash: host?.failedHash,
    refused: host?.refused,
  };
  await Promise.all(
    hostCauses(facts ?? NOTHING, agentVersions[0] ?? '').map(([type, reason]) => {
      const about =
        there && reason !== undefined ? { ...subject, reason: plainLine(reason, MOST_REASON) } : undefined;
      return settleStanding(store, tenant, type, computerTarget(ID), about, now());
    }),
  );
};
