import type { ApplicationType, Detection } from '../rule.ts';

interface Traces {
  /** Packages of Debian and Ubuntu. */
  readonly deb?: readonly string[];
  /** Packages of Red Hat and its kin; SUSE and Amazon Linux mostly share the name. */
  readonly rpm?: readonly string[];
  /** Names of executables of running processes. */
  readonly run: readonly string[];
}

const detection = (traces: Traces, listens: readonly string[]): Detection => ({
  packages: { debian: traces.deb ?? [], redhat: traces.rpm ?? traces.deb ?? [] },
  executables: traces.run,
  listens,
});

/** A service of the host: others open the session. */
export const server = (
  ID: number,
  name: string,
  protocol: ApplicationType['protocol'],
  ports: readonly string[],
  description: string,
  traces: Traces,
): ApplicationType => ({
  ID,
  name,
  description,
  direction: 'incoming',
  protocol,
  ports,
  detection: detection(traces, ports),
});

/** A program of the host that opens sessions itself; it listens to nothing that would show it. */
export const client = (
  ID: number,
  name: string,
  protocol: ApplicationType['protocol'],
  ports: readonly string[],
  description: string,
  traces: Traces,
): ApplicationType => ({
  ID,
  name,
  description,
  direction: 'outgoing',
  protocol,
  ports,
  detection: detection(traces, []),
});
