import { publishedCatalogue } from '../../shared/catalogue/published.ts';
import { wireShelf } from '../../shared/catalogue/wire-shelf.ts';
import { wire } from '../../shared/http/wiring.ts';
import { consumeQueue } from '../../shared/queue/consume.ts';
import { exportWork } from '../../shared/schema/bus/export-work.ts';
import { workExport } from './work-export.ts';

const base = wire();
const shelf = wireShelf();
const deps = { ...base, ...shelf, catalogue: publishedCatalogue({ ...base, ...shelf }) };

/** Writes the events that tenants take home (EVT-3), one part after the other. */
export const handler = consumeQueue(deps.logger, exportWork, workExport(deps));
