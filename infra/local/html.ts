const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made harmless between tags and in quoted attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** For pages of our own: nothing is loaded from anywhere, no script runs, nobody frames it. */
export const pageHeaders = (extra = ''): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; ${extra}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
  h1 { font-size: 1.4rem; font-weight: 600; }
  a { color: #0b57a4; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
  dt { color: #595959; float: left; clear: left; width: 6rem; }
  dd { margin: 0 0 .25rem 6rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6; padding: 1rem; }
  iframe { width: 100%; height: 32rem; border: 1px solid #ddd; }
  label { display: block; margin: .75rem 0 .25rem; }
  input { font: inherit; padding: .4rem; width: 100%; max-width: 22rem; box-sizing: border-box; }
  button { font: inherit; margin-top: 1rem; padding: .5rem 1.25rem; }
  .problem { color: #8c1d18; }`;

/** A whole page around `body`, which is markup already. */
export const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
  `<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>${body}</body></html>`;
