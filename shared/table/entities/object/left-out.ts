type Members = Readonly<Record<string, unknown>>;

const anySide = (side: 'source' | 'destination'): Members => ({
  [`${side}IPType`]: 'any',
  [`${side}IPNot`]: false,
  [`${side}MACType`]: 'any',
  [`${side}MACNot`]: false,
  [`${side}PortType`]: 'any',
  [`${side}PortNot`]: false,
});

/**
 * What an item of a large collection does not store: members with these values. A list of thousands reads and parses a
 * third of it then. These are what absence from `differs` means in every stored item: they stay as they are, also when
 * a schema's own default changes.
 */
const leftOut: Readonly<Record<string, Members>> = {
  firewallrules: {
    description: '',
    action: 'deny',
    priority: '0',
    direction: 'incoming',
    frameType: 'ip',
    frameNumber: 2048,
    frameNot: false,
    protocol: 'any',
    protocolNot: false,
    ...anySide('source'),
    ...anySide('destination'),
    anyFlags: true,
    logDisabled: false,
    includePacketData: false,
    alertEnabled: false,
  },
  intrusionpreventionrules: {
    description: '',
    priority: 'normal',
    severity: 'medium',
    detectOnly: false,
    eventLoggingDisabled: false,
    generateEventOnPacketDrop: true,
    alwaysIncludePacketData: false,
    debugModeEnabled: false,
    template: 'signature',
    caseSensitive: false,
    action: 'drop',
    alertEnabled: false,
  },
};

/** JSON of the members that differ; `undefined` for items that are stored whole. */
export const differing = (collection: string, members: Members): string | undefined => {
  const usual = Object.hasOwn(leftOut, collection) ? leftOut[collection] : undefined;
  // Absence means a value, so an item that really lacks one of these is stored whole.
  if (!usual || Object.keys(usual).some((member) => members[member] === undefined)) return undefined;
  return JSON.stringify(
    Object.fromEntries(Object.entries(members).filter(([member, value]) => value !== usual[member])),
  );
};

/** Only the service writes `differs`, from members that were parsed. */
export const filledIn = (collection: string, differs: string): Record<string, unknown> => ({
  ...leftOut[collection],
  ...(JSON.parse(differs) as Members),
});
