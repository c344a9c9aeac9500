import { existsSync, readFileSync } from 'node:fs';
import { freePort } from './free-port.ts';
import { writeSecret } from './secret-file.ts';

/** Where people, scripts and agents come: kept between starts, since agents and tokens remember them. */
export interface Ports {
  readonly api: number;
  readonly agents: number;
  readonly mail: number;
  readonly signIn: number;
}

/** A port that was asked for and is taken. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** The ports of the last start where they are still free; `wanted` (not 0) for the API, or {@link PortTaken}. */
export async function choosePorts(path: string, wanted: number): Promise<Ports> {
  const last: Partial<Ports> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const api = await freePort(wanted || last.api);
  if (wanted !== 0 && api !== wanted) throw new PortTaken(`port ${wanted} is in use`);
  const ports = {
    api,
    agents: await freePort(last.agents),
    mail: await freePort(last.mail),
    signIn: await freePort(last.signIn),
  };
  writeSecret(path, JSON.stringify(ports));
  return ports;
}
