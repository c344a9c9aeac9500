import { MARK_PASSED } from '../netlink/marks.ts';

/**
 * The host's own filter, set aside (FW-13, AGT-10). Its chains get one rule at their head that accepts what our
 * firewall has let through and marked. So nothing of the host's is changed or unhooked; without our table nothing
 * is marked and the host's filter is in force again by itself; and taking the one rule out leaves exactly what was.
 * Only input and output: what is forwarded our firewall does not filter. Never NAT.
 */
export const HEAD_COMMENT = 'managed virtual patch: passed by its firewall';

export interface HostChain {
  readonly family: string;
  readonly table: string;
  readonly chain: string;
}

export interface HostFilters {
  /** Chains to set aside that are not yet. */
  readonly aside: readonly HostChain[];
  /** Our head rules that are there. */
  readonly heads: readonly (HostChain & { readonly handle: number })[];
  readonly untouched: readonly { readonly what: string; readonly why: string }[];
}

interface Listed {
  readonly table?: {
    readonly family: string;
    readonly name: string;
    readonly flags?: string | readonly string[];
  };
  readonly chain?: {
    readonly family: string;
    readonly table: string;
    readonly name: string;
    readonly type?: string;
    readonly hook?: string;
    readonly prio?: number;
  };
  readonly rule?: {
    readonly family: string;
    readonly table: string;
    readonly chain: string;
    readonly handle: number;
    readonly comment?: string;
  };
}

/** Chains that container networking makes; a table that holds one is left alone whole (AGT-15). */
const CONTAINER_CHAIN = /^(DOCKER|KUBE-|CNI-|cali-|CILIUM|NETAVARK|FLANNEL|LIBVIRT_|PODMAN)/i;
/** Our mark is set at -10 and removed at 300: filters in between can be set aside. */
const FIRST = -9;
const LAST = 299;

/** Reads `nft -j list ruleset`. Throws on text that is not its JSON. */
export function readHostFilters(json: string): HostFilters {
  const listed = (JSON.parse(json) as { nftables: Listed[] }).nftables;
  const heads = listed.flatMap(({ rule }) => (rule?.comment === HEAD_COMMENT ? [rule] : []));
  const aside: HostChain[] = [];
  const untouched: { what: string; why: string }[] = [];
  for (const { chain } of listed) {
    if (chain?.type !== 'filter' || (chain.hook !== 'input' && chain.hook !== 'output')) continue;
    const { family, table, name } = chain;
    if (!['ip', 'ip6', 'inet'].includes(family) || table === 'mvp' || table === 'mvp_inspect') continue;
    if (heads.some((head) => head.family === family && head.table === table && head.chain === name)) continue;
    const why = leaveAlone(listed, family, table, chain.prio ?? 0);
    if (why === null) aside.push({ family, table, chain: name });
    else if (why !== 'not-a-filter') untouched.push({ what: `${family} ${table} ${name}`, why });
  }
  const places = heads.map(({ family, table, chain, handle }) => ({ family, table, chain, handle }));
  return { aside, heads: places, untouched };
}

function leaveAlone(
  listed: readonly Listed[],
  family: string,
  table: string,
  priority: number,
): string | null {
  if (family !== 'inet' && ['mangle', 'raw', 'nat'].includes(table)) return 'not-a-filter';
  const chains = listed.flatMap(({ chain }) =>
    chain?.family === family && chain.table === table ? [chain] : [],
  );
  const container = chains.find(({ name }) => CONTAINER_CHAIN.test(name));
  if (container !== undefined) return `the table holds container networking (${container.name})`;
  if (chains.some(({ type }) => type === 'nat')) return 'the table also does address translation';
  const flags = listed.find(({ table: own }) => own?.family === family && own.name === table)?.table?.flags;
  if ([flags].flat().includes('owner')) return 'the table belongs to a running program';
  return priority < FIRST || priority > LAST ? `runs at priority ${priority}` : null;
}

/** nft commands that set chains aside. */
export function setAside(chains: readonly HostChain[]): string {
  const mark = `0x${MARK_PASSED.toString(16).padStart(8, '0')}`;
  return chains
    .map(
      ({ family, table, chain }) =>
        `insert rule ${family} ${quoted(table)} ${quoted(chain)} meta mark & ${mark} == ${mark} accept comment "${HEAD_COMMENT}"\n`,
    )
    .join('');
}

/** nft commands that give them back. */
export function giveBack(heads: HostFilters['heads']): string {
  return heads
    .map(
      ({ family, table, chain, handle }) =>
        `delete rule ${family} ${quoted(table)} ${quoted(chain)} handle ${handle}\n`,
    )
    .join('');
}

/** Names come from the kernel; nft reads any of them between quotes only in newer versions, so ordinary ones go bare. */
function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_./\\-]*$/.test(name) ? name : `"${name.replaceAll('"', '')}"`;
}
