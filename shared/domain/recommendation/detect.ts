import type { ApplicationType } from '../ips/catalogue/rule.ts';
import { type Inventory, type Listener, programName } from './inventory.ts';
import { isTls } from './tls.ts';

/** The ways to look at an inventory that every rule asks for, made once. */
export interface HostView {
  /** Installed packages and their sources. */
  readonly packages: ReadonlySet<string>;
  /** Base names of what runs; of what belongs to no package apart as well. */
  readonly programs: ReadonlySet<string>;
  readonly unpackaged: ReadonlySet<string>;
  readonly listeners: readonly Listener[];
  /** Source of a binary package. */
  sourceOf(name: string): string;
}

export const viewOf = (inventory: Inventory): HostView => {
  const running = [
    ...inventory.processes,
    ...inventory.listeners.flatMap(({ executable, package: of }) =>
      executable === undefined ? [] : [{ executable, package: of }],
    ),
  ];
  const sources = new Map(inventory.packages.map(({ name, source }) => [name, source ?? name]));
  return {
    packages: new Set(inventory.packages.flatMap(({ name, source }) => (source ? [name, source] : [name]))),
    programs: new Set(running.map(({ executable }) => programName(executable))),
    unpackaged: new Set(
      running.filter(({ package: of }) => of === undefined).map(({ executable }) => programName(executable)),
    ),
    listeners: inventory.listeners,
    sourceOf: (name) => sources.get(name) ?? name,
  };
};

/** A sign of an application on a host, in words; undefined where there is none. */
export const signOf = (type: ApplicationType, view: HostView): string | undefined => {
  const { packages, executables, listens } = type.detection;
  const installed = [...packages.debian, ...packages.redhat].find((name) => view.packages.has(name));
  if (installed !== undefined) return `package ${installed} is installed`;
  const runs = executables.find((name) => view.programs.has(name.toLowerCase()));
  if (runs !== undefined) return `${runs} runs`;
  const inside = portTest(listens);
  const heard = view.listeners.find((listener) => inside(listener.port) && speaks(type, listener));
  return heard && `port ${heard.port} is listened on`;
};

/**
 * Whether all that a rule of this type could look at on this host is TLS, which is not inspected (IPS-10). The
 * listeners of the affected package count; if it has none, all on the type's ports. Nobody listening: false, since
 * what is not running now may be started.
 */
export const onlyOverTls = (type: ApplicationType, view: HostView, affected: string | undefined): boolean => {
  const inside = portTest(type.ports);
  const speaking = view.listeners.filter((listener) => speaks(type, listener));
  const own =
    affected === undefined
      ? []
      : speaking.filter(
          ({ package: of }) => of !== undefined && (of === affected || view.sourceOf(of) === affected),
        );
  const relevant =
    own.length > 0 ? own : speaking.filter(({ port }) => type.ports.length === 0 || inside(port));
  if (own.length > 0 || type.ports.length === 0) return relevant.length > 0 && relevant.every(isTls);
  const beside = speaking.filter(
    (listener) => isTls(listener) && runs(type, programName(listener.executable ?? '')),
  );
  return relevant.length + beside.length > 0 && relevant.every(isTls);
};

const runs = ({ detection }: ApplicationType, program: string): boolean =>
  detection.executables.some((name) => name.toLowerCase() === program);

const speaks = ({ protocol }: ApplicationType, listener: Listener): boolean =>
  protocol === 'tcp-udp' || protocol === listener.protocol;

const portTest = (texts: readonly string[]): ((port: number) => boolean) => {
  const ranges = texts.map((text) => text.split('-').map(Number));
  return (port) => ranges.some(([low = -1, high = low]) => port >= low && port <= high);
};
