import { TCP, UDP } from '../decode/packet.ts';
import { addressIn } from '../rule/address.ts';
import type { CompiledRule, HeaderTest } from '../rule/model.ts';
import { portIn } from '../rule/ports.ts';

/** One direction of a flow, as rules ask about it: `source` and `destination` are word offsets into `addresses`. */
export interface Direction {
  readonly protocol: number;
  readonly v6: boolean;
  readonly addresses: Uint32Array;
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly toServer: boolean;
  readonly established: boolean;
}

/** Whether the header and the `flow` keyword of a rule fit a direction. */
export function applies(rule: CompiledRule, direction: Direction): boolean {
  const { header, flow } = rule;
  if (flow.toServer !== null && flow.toServer !== direction.toServer) return false;
  if (flow.established !== null && flow.established !== direction.established) return false;
  if (header.protocol === 'tcp' && direction.protocol !== TCP) return false;
  if (header.protocol === 'udp' && direction.protocol !== UDP) return false;
  const { source, destination, sourcePort, destinationPort } = direction;
  if (headerFits(header, direction, source, destination, sourcePort, destinationPort)) return true;
  return header.bothWays && headerFits(header, direction, destination, source, destinationPort, sourcePort);
}

function headerFits(
  header: HeaderTest,
  { v6, addresses }: Direction,
  source: number,
  destination: number,
  sourcePort: number,
  destinationPort: number,
): boolean {
  return (
    portIn(header.destinationPorts, destinationPort) &&
    portIn(header.sourcePorts, sourcePort) &&
    addressIn(header.source, v6, addresses, source) &&
    addressIn(header.destination, v6, addresses, destination)
  );
}
