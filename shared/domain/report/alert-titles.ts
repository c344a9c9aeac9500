import { type AlertType, alertKinds } from '../alert/catalogue.ts';
import { alertWords } from '../alert/words.ts';

/** An alert's title in a report. */
export const alertTitle = (type: AlertType, language: 'ja' | 'en'): string =>
  language === 'ja' ? alertWords[type].title : alertKinds[type].title;
