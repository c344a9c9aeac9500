import { accept } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { type OpenApiDocument, openApiDocument } from '../../shared/schema/openapi/document.ts';
import { documentRoutes } from '../../shared/schema/routes/documents.ts';
import { routes } from '../../shared/schema/routes/index.ts';

/** Of the API described, not of the software. */
const VERSION = '1.0.0';

/** The document is made when it is first asked for, and kept. */
export const describeApiHandlers = (): readonly Handler[] => {
  let document: OpenApiDocument | undefined;
  return [
    on(documentRoutes.describeApi, async () => {
      document ??= openApiDocument(routes, VERSION);
      return accept({ ...document });
    }),
  ];
};
