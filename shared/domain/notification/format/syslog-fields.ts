import { parseNetwork } from '../../address/network.ts';
import { actionTexts } from './action-text.ts';
import type { ToldEvent, ToldPacket, ToldSystem } from './told-event.ts';

/** One extension of CEF with its name in LEEF where that differs (events.md section 9). */
export interface SyslogField {
  readonly cef: string;
  readonly leef?: string;
  readonly value: string | number;
  /** Goes out as `<cef>Label`. */
  readonly label?: string;
}

/** The fields of an event in the order of the field's own samples; those without a value are left out. */
export const syslogFields = (told: ToldEvent): readonly SyslogField[] =>
  [
    ...(told.eventClass === 'system' ? systemFields(told) : packetFields(told)),
    ...tenantFields(told),
  ].flatMap(({ value, ...field }) => (value === undefined || value === '' ? [] : [{ ...field, value }]));

type Draft = Omit<SyslogField, 'value'> & { readonly value: string | number | undefined };

const systemFields = ({ event }: ToldSystem): readonly Draft[] => [
  { cef: 'suser', leef: 'usrName', value: event.actionBy },
  { cef: 'target', value: event.targetName },
  { cef: 'targetID', value: event.targetID },
  { cef: 'targetType', value: event.targetType },
  { cef: 'msg', value: event.description },
];

const packetFields = (told: ToldPacket): readonly Draft[] => {
  const { event, host } = told;
  return [
    { cef: 'cn1', value: host.ID, label: 'Host ID' },
    { cef: parseNetwork(host.name)?.width === 32 ? 'dvc' : 'dvchost', value: host.name },
    { cef: 'act', value: actionTexts[event.action].syslog },
    { cef: 'TrendMicroDsFrameType', value: told.eventClass === 'firewall' ? told.event.frameType : 'IP' },
    { cef: 'src', value: event.sourceIP },
    { cef: 'dst', value: event.destinationIP },
    { cef: event.direction === 'incoming' ? 'in' : 'out', value: event.packetSize },
    { cef: 'proto', value: event.protocol.toUpperCase() },
    { cef: 'spt', leef: 'srcPort', value: event.sourcePort },
    { cef: 'dpt', leef: 'dstPort', value: event.destinationPort },
    { cef: 'cnt', value: event.repeatCount },
    ...(told.eventClass === 'firewall'
      ? [{ cef: 'cs2', value: told.event.flags, label: 'TCP Flags' }]
      : inspectionFields(told)),
  ];
};

const inspectionFields = ({
  event,
  rule,
}: Extract<ToldPacket, { eventClass: 'intrusion-prevention' }>): readonly Draft[] => [
  { cef: 'cs1', value: rule?.CVE?.join(', '), label: 'DPI Note' },
  { cef: 'cs5', value: event.positionInStream, label: 'DPI Stream Position' },
  { cef: 'cn2', value: event.status === 0 ? undefined : -event.status, label: 'DPI Status Code' },
];

const tenantFields = ({ tenant }: ToldEvent): readonly Draft[] => [
  { cef: 'TrendMicroDsTenant', value: tenant.name },
  { cef: 'TrendMicroDsTenantId', value: tenant.ID },
];
