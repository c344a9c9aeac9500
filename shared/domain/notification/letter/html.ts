const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

export interface Page {
  /** `ja` or `en`. */
  readonly language: string;
  readonly headline: string;
  readonly sub: string;
  /** A strong line and a fine one each. */
  readonly items: readonly (readonly [string, string])[];
  readonly footer: string;
}

/** A mail that reads on a phone: one column, no image, no script, no link; every text is escaped. */
export const htmlPage = ({ language, headline, sub, items, footer }: Page): string =>
  `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8">` +
  '<meta name="viewport" content="width=device-width,initial-scale=1"></head>' +
  '<body style="font-family:sans-serif;color:#1a1a1a;max-width:40em;margin:0;padding:12px;overflow-wrap:anywhere">' +
  `<h1 style="font-size:1.25em;margin:0 0 4px">${escapeHtml(headline)}</h1>` +
  `<p style="margin:0 0 12px;color:#444">${escapeHtml(sub)}</p>` +
  items
    .map(
      ([strong, fine]) =>
        '<div style="border-left:4px solid #b3261e;padding:2px 8px;margin:0 0 10px">' +
        `<strong>${escapeHtml(strong)}</strong><br><span style="color:#444">${escapeHtml(fine)}</span></div>`,
    )
    .join('') +
  `<p style="color:#666;font-size:.85em">${escapeHtml(footer)}</p></body></html>`;
