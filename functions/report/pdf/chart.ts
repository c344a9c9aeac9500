import type { Content, ContentCanvas } from 'pdfmake/interfaces.js';
import type { Bar, Bars, Timeline } from '../../../shared/domain/report/document.ts';
import { colours } from './colours.ts';

/** Points of an A4 page between the margins. */
export const WIDTH = 515;
const LABEL = 190;
const AMOUNT = 55;
const BAR = WIDTH - LABEL - AMOUNT;
const BAR_HEIGHT = 9;
const CHART_HEIGHT = 110;

type Shape = ContentCanvas['canvas'][number];

const box = (x: number, y: number, w: number, h: number, color: string): Shape => ({
  type: 'rect',
  x,
  y,
  w,
  h,
  color,
  lineWidth: 0,
});

/** Lengths of the stopped and the other part of an amount, where the greatest amount has the whole `length`. */
const lengths = ({ amount, stopped = 0 }: Bar, greatest: number, length: number): [number, number] => {
  const scale = greatest > 0 ? length / greatest : 0;
  const part = Math.min(stopped, amount);
  return [part * scale, (amount - part) * scale];
};

const greatestOf = (bars: readonly Bar[]): number => Math.max(0, ...bars.map(({ amount }) => amount));

/** Horizontal bars with their names before and their amounts behind. */
export const drawBars = ({ bars }: Bars, number: (n: number) => string): Content => {
  const greatest = greatestOf(bars);
  return {
    layout: 'noBorders',
    table: {
      widths: [LABEL - 8, BAR - 8, AMOUNT - 8],
      dontBreakRows: true,
      body: bars.map((bar) => {
        const [stopped, rest] = lengths(bar, greatest, BAR - 8);
        return [
          { text: bar.label, fontSize: 8 },
          {
            margin: [0, 2, 0, 0],
            canvas: [
              box(0, 0, stopped, BAR_HEIGHT, colours.stopped),
              box(stopped, 0, rest, BAR_HEIGHT, bar.stopped === undefined ? colours.stopped : colours.passed),
            ],
          },
          { text: number(bar.amount), fontSize: 8, alignment: 'right' },
        ];
      }),
    },
  };
};

/** What the two colours of a chart mean, as parts of a line. */
export const legendSpans = ([rest, stopped]: Timeline['legend']) => [
  { text: '■ ', color: colours.passed, fontSize: 7 },
  { text: `${rest}   `, fontSize: 7 },
  { text: '■ ', color: colours.stopped, fontSize: 7 },
  { text: stopped, fontSize: 7 },
];

/** Columns over time. Labels stand under the first, middle and last column; the greatest amount at its height. */
export const drawTimeline = ({ points, legend }: Timeline, number: (n: number) => string): Content => {
  const greatest = greatestOf(points);
  const step = WIDTH / Math.max(points.length, 1);
  const width = Math.max(step * 0.75, 0.5);
  const columns = points.flatMap((point, i): Shape[] => {
    const [stopped, rest] = lengths(point, greatest, CHART_HEIGHT);
    const x = i * step;
    return [
      box(x, CHART_HEIGHT - stopped, width, stopped, colours.stopped),
      box(x, CHART_HEIGHT - stopped - rest, width, rest, colours.passed),
    ];
  });
  const ground: Shape = {
    type: 'line',
    x1: 0,
    y1: CHART_HEIGHT,
    x2: WIDTH,
    y2: CHART_HEIGHT,
    lineWidth: 0.5,
    lineColor: colours.faint,
  };
  const label = (i: number): string => points[i]?.label ?? '';
  return {
    unbreakable: true,
    stack: [
      {
        columns: [
          { text: number(greatest), fontSize: 7, color: colours.faint },
          {
            alignment: 'right',
            fontSize: 7,
            text: legendSpans(legend),
          },
        ],
      },
      { canvas: [...columns, ground] },
      {
        margin: [0, 2, 0, 0],
        fontSize: 7,
        color: colours.faint,
        columns: [
          { text: label(0) },
          { text: label(Math.floor(points.length / 2)), alignment: 'center' },
          { text: label(points.length - 1), alignment: 'right' },
        ],
      },
    ],
  };
};
