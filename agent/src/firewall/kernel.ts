import { runTool, type ToolResult } from '../host/tool.ts';
import { giveBack, type HostFilters, readHostFilters, setAside } from './host-filter.ts';
import { liveConnections, nameLiveConnections } from './live-connections.ts';
import { GENERATION, REMOVE_TABLE, TABLE } from './ruleset.ts';
import type { StoredRuleset } from './ruleset-store.ts';

/** The nftables of this network namespace, through the `nft` tool; each change is one transaction. */

/** Puts a ruleset (null: none) in force. On the way in the host's filter is set aside as configured. */
export async function loadRuleset(ruleset: StoredRuleset | null): Promise<ToolResult> {
  if (ruleset === null) return nft(REMOVE_TABLE);
  const tracking = await trackConnections();
  if (!tracking.ok) return tracking;
  const filters = await hostFilters();
  if (!filters.ok) return filters;
  const { aside, heads } = filters.found;
  const host = ruleset.hostFilter === 'set-aside' ? setAside(aside) : giveBack(heads);
  return nft(`${ruleset.text}${nameLiveConnections(liveConnections())}${host}`);
}

/** Commands for the watchdog to go back to `ruleset` with what lives now. The host's filter follows by itself: unmarked packets meet it. */
export function rollbackCommands(ruleset: StoredRuleset | null): string {
  return ruleset === null ? REMOVE_TABLE : `${ruleset.text}${nameLiveConnections(liveConnections())}`;
}

/** Takes our table and every rule we put into the host's chains out, in one transaction. */
export async function removeEverything(): Promise<ToolResult> {
  const filters = await hostFilters();
  return filters.ok ? nft(`${REMOVE_TABLE}${giveBack(filters.found.heads)}`) : filters;
}

/** Hash of the ruleset the kernel has; null when our table is not there (or nft is missing). */
export async function rulesetInForce(): Promise<string | null> {
  const listed = await runTool('nft', ['list', 'chains', 'inet']);
  if (!listed.ok) return null;
  const [, ours = ''] = listed.stdout.split(`table ${TABLE} {`);
  return new RegExp(`chain ${GENERATION}([0-9a-f]+)`).exec(ours)?.[1] ?? null;
}

export async function hostFilters(): Promise<
  { readonly ok: true; readonly found: HostFilters } | Extract<ToolResult, { ok: false }>
> {
  const listed = await runTool('nft', ['-j', 'list', 'ruleset']);
  return listed.ok ? { ok: true, found: readHostFilters(listed.stdout) } : listed;
}

/**
 * Connection tracking begins with the first rule that asks for it. It must run before the live connections are
 * listed: what begins in between would be on neither side's books and be denied.
 */
async function trackConnections(): Promise<ToolResult> {
  if ((await rulesetInForce()) !== null) return { ok: true, stdout: '' };
  return nft(
    `table ${TABLE} { chain tracking { type filter hook input priority -190; policy accept; ct state new accept; }; }\n`,
  );
}

function nft(commands: string): Promise<ToolResult> {
  return runTool('nft', ['-f', '-'], commands);
}
