import { readFileSync } from 'node:fs';

const FILES = { iptables: '/proc/self/net/ip_tables_names', ip6tables: '/proc/self/net/ip6_tables_names' };

/** Filters of the old iptables, which nft neither shows nor changes: reported, not set aside. */
export function legacyFilters(): { what: string; why: string }[] {
  return Object.entries(FILES).flatMap(([tool, file]) =>
    tables(file).includes('filter')
      ? [{ what: `${tool}-legacy filter`, why: 'legacy iptables is not managed' }]
      : [],
  );
}

function tables(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
