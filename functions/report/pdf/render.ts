import pdfmake from 'pdfmake';
import type { ReportDocument } from '../../../shared/domain/report/document.ts';
import { filesOf, fontsIn } from './fonts.ts';
import { layOut } from './layout.ts';

/**
 * Draws a report as a PDF (OPS-4). While it is drawn nothing is fetched and no file but the fonts is read, whatever
 * the names in it say.
 */
export const renderPdf = async (
  report: ReportDocument,
  options: { readonly password?: string | undefined; readonly fontFolder?: string | undefined } = {},
): Promise<Buffer> => {
  const fonts = fontsIn(options.fontFolder);
  const files = filesOf(fonts);
  pdfmake.setFonts(fonts);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => files.has(path));
  return pdfmake.createPdf(layOut(report, options.password)).getBuffer();
};
