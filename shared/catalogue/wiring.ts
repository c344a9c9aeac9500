import { wire, wirePeople } from '../http/wiring.ts';
import { publishedCatalogue } from './published.ts';
import { wireShelf } from './wire-shelf.ts';

/** For functions that people call about rules: what every function has, and the catalogue that is in force. */
export const wireRules = () => {
  const deps = wire();
  const shelf = wireShelf();
  return {
    ...deps,
    ...shelf,
    verifyPerson: wirePeople(),
    catalogue: publishedCatalogue({ ...deps, ...shelf }),
  };
};
