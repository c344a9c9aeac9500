/** Host-security menus; a tenant holds at most one (ORD-2). */
export type Menu = 'managed-anti-virus' | 'managed-virtual-patch' | 'managed-host-security-package';

/** Modules of an agent that a menu may entitle. */
export type Module = 'intrusion-prevention' | 'firewall';

export interface MenuEntry {
  readonly name: string;
  readonly modules: readonly Module[];
  /** Whether this deployment sells it to those who do not hold it yet. */
  readonly offered: boolean;
  /** Per computer and month, in the smallest unit of the catalogue's currency (yen, cents). A whole number. */
  readonly unitPrice: number;
}

/** The operator's catalogue: which menu brings which modules (ORD-2). */
export type Catalogue = Readonly<Record<Menu, MenuEntry>>;

export const catalogue: Catalogue = {
  /** Nothing here scans for malware: known, so that menus can be compared, but not for sale. */
  'managed-anti-virus': { name: 'Managed Anti-Virus', modules: [], offered: false, unitPrice: 0 },
  'managed-virtual-patch': {
    name: 'Managed Virtual Patch',
    modules: ['intrusion-prevention', 'firewall'],
    offered: true,
    unitPrice: 0,
  },
  'managed-host-security-package': {
    name: 'Managed Host-based Security Package',
    modules: ['intrusion-prevention', 'firewall'],
    offered: true,
    unitPrice: 0,
  },
};
