import type { z } from 'zod';
import type { CaseDocument } from './case.view.js';
import { checkOfCase } from './check.find.js';
import type { CheckState } from './check.state.js';
import { type checkSchema, checkView, showCase } from './versions/v3.js';

/** A case as the newest version of the API shows it. */
export const presentCase = showCase;

/** A check on its own, as the newest version of the API shows it. */
export const presentCheck = (check: CheckState, document: CaseDocument): z.output<typeof checkSchema> => checkView.show({ check, document });

/** A check of a case, by its id, as the newest version of the API shows it. */
export const presentCheckById = (document: CaseDocument, checkId: number): z.output<typeof checkSchema> => checkView.show(checkOfCase(document, checkId));
