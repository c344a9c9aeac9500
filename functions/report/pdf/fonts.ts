import { createRequire } from 'node:module';
import type { TFontDictionary } from 'pdfmake/interfaces.js';

export const FAMILY = 'NotoSansJP';

/** Folder with the two files of Noto Sans JP: beside the bundle in the cloud, in the package elsewhere. */
export const fontsIn = (folder: string | undefined): TFontDictionary => {
  const file = (weight: string): string =>
    folder === undefined
      ? createRequire(import.meta.url).resolve(
          `@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`,
        )
      : `${folder}/NotoSansJP_${weight}.ttf`;
  const [normal, bold] = [file('400Regular'), file('700Bold')];
  return { [FAMILY]: { normal, bold, italics: normal, bolditalics: bold } };
};

/** The files that a font dictionary names: nothing else may be read while a report is drawn. */
export const filesOf = (fonts: TFontDictionary): ReadonlySet<string> =>
  new Set(
    Object.values(fonts)
      .flatMap((family) => Object.values(family))
      .filter((file) => typeof file === 'string'),
  );
