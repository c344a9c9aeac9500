/** What a page says besides the report itself. */
interface PageWords {
  readonly made: string;
  readonly page: (page: number, of: number) => string;
  readonly more: (count: string) => string;
  readonly nothing: string;
}

export const pageWords: Readonly<Record<'ja' | 'en', PageWords>> = {
  en: {
    made: 'Made',
    page: (page, of) => `${page} / ${of}`,
    more: (count) => `and ${count} more`,
    nothing: 'Nothing in this period.',
  },
  ja: {
    made: '作成日時',
    page: (page, of) => `${page} / ${of} ページ`,
    more: (count) => `ほか ${count} 件`,
    nothing: '該当するものはありません。',
  },
};
