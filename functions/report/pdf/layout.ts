import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type {
  Bars,
  Fact,
  ReportDocument,
  ReportPart,
  ReportTable,
} from '../../../shared/domain/report/document.ts';
import { drawBars, drawTimeline, legendSpans } from './chart.ts';
import { colours } from './colours.ts';
import { FAMILY } from './fonts.ts';
import { pageWords } from './words.ts';

const MARGIN = 40;
/** Points from the top of an A4 page: below, a heading would stand without the first rows of what it is about. */
const LOWEST_HEADING = 680;

/**
 * The pages of a report, A4. A long name without blanks is broken where its column ends.
 * `password` is asked for when the file is opened.
 */
export const layOut = (report: ReportDocument, password?: string): TDocumentDefinitions => {
  const words = pageWords[report.language];
  const made = new Intl.DateTimeFormat(report.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: report.timeZone,
  }).format(report.made);
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, 56, MARGIN, 44],
    info: { title: report.title, author: 'Managed Virtual Patch', creationDate: new Date(report.made) },
    language: report.language,
    ...(password !== undefined && { userPassword: password }),
    defaultStyle: { font: FAMILY, fontSize: 9, color: colours.ink, lineHeight: 1.15 },
    header: {
      margin: [MARGIN, 22, MARGIN, 0],
      fontSize: 8,
      columns: [
        { text: `${report.tenant}  ·  ${report.title}`, color: colours.faint },
        { text: report.banner ?? '', color: colours.banner, bold: true, alignment: 'right' },
      ],
    },
    footer: (page, of) => ({
      margin: [MARGIN, 14, MARGIN, 0],
      fontSize: 8,
      color: colours.faint,
      columns: [
        { width: '*', text: `Managed Virtual Patch  ·  ${report.period ?? made} (${report.timeZone})` },
        { width: 'auto', text: words.page(page, of), alignment: 'right' },
      ],
    }),
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      headlineLevel !== undefined && startPosition.top > LOWEST_HEADING,
    content: [
      { text: report.title, fontSize: 20, bold: true, margin: [0, 0, 0, 4] },
      ...factLines([...report.facts, { label: words.made, value: `${made} (${report.timeZone})` }]),
      ...report.parts.map((part) => drawPart(part, report)),
    ],
  };
};

const factLines = (facts: readonly Fact[]): Content[] =>
  facts.map(({ label, value }) => ({ text: [{ text: `${label}: `, color: colours.faint }, value] }));

const drawPart = (part: ReportPart, report: ReportDocument): Content => {
  const words = pageWords[report.language];
  const number = (n: number): string => n.toLocaleString(report.language);
  switch (part.what) {
    case 'figures':
      return drawFigures(part.figures);
    case 'note':
      return { text: part.text, color: colours.faint, margin: [0, 8, 0, 0] };
    case 'bars':
      return section(
        part.heading,
        part.bars.length === 0 ? words.nothing : drawBars(part, number),
        more(part.more),
        part.bars.length === 0 ? undefined : part.legend,
      );
    case 'timeline':
      return section(part.heading, part.points.length === 0 ? words.nothing : drawTimeline(part, number));
    case 'table':
      return section(part.heading, part.rows.length === 0 ? words.nothing : drawTable(part), more(part.more));
  }
  function more(count = 0): Content[] {
    return count > 0
      ? [{ text: words.more(number(count)), color: colours.faint, fontSize: 8, margin: [0, 3, 0, 0] }]
      : [];
  }
};

const section = (
  heading: string,
  body: Content,
  after: readonly Content[] = [],
  legend?: Bars['legend'],
): Content => ({
  margin: [0, 16, 0, 0],
  stack: [
    {
      margin: [0, 0, 0, 6],
      headlineLevel: 1,
      text: [
        { text: heading, fontSize: 13, bold: true },
        ...(legend ? [{ text: '    ' }, ...legendSpans(legend)] : []),
      ],
    },
    body,
    ...after,
  ],
});

const drawFigures = (figures: readonly Fact[]): Content => ({
  margin: [0, 14, 0, 0],
  columnGap: 10,
  columns: figures.map(({ label, value }) => ({
    width: '*',
    layout: { hLineWidth: () => 0, vLineWidth: () => 0, fillColor: () => colours.head },
    table: {
      widths: ['*'],
      body: [
        [
          {
            margin: [6, 6, 6, 6],
            stack: [
              { text: value, fontSize: 17, bold: true },
              { text: label, fontSize: 8, color: colours.faint },
            ],
          },
        ],
      ],
    },
  })),
});

const drawTable = ({ columns, rows }: ReportTable): Content => {
  const shares = columns.reduce((sum, { share = 1 }) => sum + share, 0);
  const cell = (text: string, i: number): TableCell => ({
    text,
    fontSize: 8,
    ...(LONG_RUN.test(text) && { wordBreak: 'break-all' }),
    alignment: columns[i]?.align ?? 'left',
  });
  return {
    layout: {
      hLineWidth: (i) => (i === 0 ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => colours.line,
      fillColor: (row) => (row === 0 ? colours.head : null),
      paddingTop: () => 3,
      paddingBottom: () => 3,
    },
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ share = 1 }) => `${(100 * share) / shares}%`),
      body: [
        columns.map(({ title, align = 'left' }) => ({
          text: title,
          bold: true,
          fontSize: 8,
          alignment: align,
        })),
        ...rows.map((row) => columns.map((_, i) => cell(row[i] ?? '', i))),
      ],
    },
  };
};

/** A run without blanks that is longer than a column may be. */
const LONG_RUN = /\S{24}/u;
