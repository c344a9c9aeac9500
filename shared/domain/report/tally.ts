import { type EventFacts, isStopped, occurrences, peerOf } from '../event/facts.ts';
import { Amounts } from './amounts.ts';
import type { Period } from './period.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Up to here a period is drawn by hours, beyond it by days. */
const BY_HOUR = 3 * DAY;

export interface PacketFacts extends EventFacts {
  readonly protocol?: string | undefined;
  readonly destinationPort?: number | undefined;
}

/** A folded event counts as often as it occurred. */
export interface Point {
  /** Epoch ms of its begin. */
  readonly at: number;
  readonly amount: number;
  readonly stopped: number;
}

/** What reports say of packet events, counted event by event in bounded memory. */
export class Tally {
  readonly rules = new Amounts();
  readonly severities = new Amounts();
  readonly peers = new Amounts();
  readonly ports = new Amounts();
  readonly computers = new Amounts();
  /** Severity by rule, for tables. */
  readonly severityOf = new Map<string, string>();
  readonly step: number;
  total = 0;
  stopped = 0;
  private readonly period: Period;
  private readonly points: { amount: number; stopped: number }[];

  constructor(period: Period) {
    this.period = period;
    this.step = period.to - period.from <= BY_HOUR ? HOUR : DAY;
    this.points = Array.from({ length: Math.ceil((period.to - period.from) / this.step) }, () => ({
      amount: 0,
      stopped: 0,
    }));
  }

  add(event: PacketFacts, computerID: number): void {
    if (event.at < this.period.from || event.at >= this.period.to) return;
    const amount = occurrences(event);
    const stopped = isStopped(event) ? amount : 0;
    this.total += amount;
    this.stopped += stopped;
    const point = this.points[Math.floor((event.at - this.period.from) / this.step)];
    if (point) {
      point.amount += amount;
      point.stopped += stopped;
    }
    const rule = event.reason ?? '';
    this.rules.add(rule, amount, stopped, event.at);
    if (event.severity !== undefined) {
      this.severities.add(event.severity, amount, stopped, event.at);
      if (this.severityOf.size < 20_000) this.severityOf.set(rule, event.severity);
    }
    const peer = peerOf(event);
    if (peer) this.peers.add(peer, amount, stopped, event.at);
    if (event.destinationPort !== undefined)
      this.ports.add(`${event.destinationPort}/${event.protocol ?? ''}`, amount, stopped, event.at);
    this.computers.add(String(computerID), amount, stopped, event.at);
  }

  overTime(): readonly Point[] {
    return this.points.map((point, i) => ({ at: this.period.from + i * this.step, ...point }));
  }
}
