/**
 * A report before it is drawn: what it says, in the reader's language, and nothing about pages or fonts. The same
 * document becomes a PDF or a CSV file.
 */
export interface ReportDocument {
  readonly title: string;
  /** Whose report it is. */
  readonly tenant: string;
  readonly language: 'ja' | 'en';
  /** IANA name; every time in the report is of this zone. */
  readonly timeZone: string;
  /** Epoch ms. */
  readonly made: number;
  /** What it is about in time, for the foot of every page; absent where a report is of the moment. */
  readonly period?: string | undefined;
  /** Lines under the title: period, computers chosen, rule version. */
  readonly facts: readonly Fact[];
  /** Classification at the head of every page, e.g. `CONFIDENTIAL`. */
  readonly banner?: string | undefined;
  readonly parts: readonly ReportPart[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export type ReportPart = Figures | Bars | Timeline | ReportTable | Note;

/** The few numbers that a reader looks for first. */
export interface Figures {
  readonly what: 'figures';
  readonly figures: readonly Fact[];
}

/** Amounts side by side, greatest first. */
export interface Bars {
  readonly what: 'bars';
  readonly heading: string;
  readonly bars: readonly Bar[];
  /** How many more there are than are drawn. */
  readonly more?: number | undefined;
  /** What the two colours mean: the whole, and the part of it. Absent where all bars have one. */
  readonly legend?: readonly [rest: string, stopped: string] | undefined;
}

export interface Bar {
  readonly label: string;
  readonly amount: number;
  /** Of it, drawn apart: what was stopped. */
  readonly stopped?: number | undefined;
}

/** Amounts over time, from the left; `stopped` of each drawn apart. */
export interface Timeline {
  readonly what: 'timeline';
  readonly heading: string;
  readonly points: readonly Bar[];
  /** What the two colours mean: the whole, and the part of it. */
  readonly legend: readonly [rest: string, stopped: string];
}

export interface ReportTable {
  readonly what: 'table';
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly more?: number | undefined;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right' | undefined;
  /** Share of the page's width against the other columns; 1 unless told. */
  readonly share?: number | undefined;
}

export interface Note {
  readonly what: 'note';
  readonly text: string;
}
