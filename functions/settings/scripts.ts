import { accept } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { settingsRoutes } from '../../shared/schema/routes/settings.ts';

/** Scripts lie on a manager's own host; this plane has none, and says so by an empty list. */
export const scriptHandlers = (): readonly Handler[] => [
  on(settingsRoutes.listScripts, async () => accept({ scripts: [] })),
];
