import { Resource, VersionedSchema } from '#http';
import { type AddCheckInput, addCheckInput } from './add-check/add-check.js';
import { createCaseInput, type CreateCaseInput } from './create-case/create-case.js';
import { listCasesQuery, type ListCasesQuery } from './list-cases/list-cases.query.js';
import { listChecksQuery, type ListChecksQuery } from './list-checks/list-checks.query.js';
import { type StartCaseInput, startCaseInput } from './start-case/start-case.js';
import * as v1 from './versions/v1.js';
import * as v2 from './versions/v2.js';
import * as v3 from './versions/v3.js';

/** A case; shown from its canonical document. */
export const caseResource = new Resource({ 1: v1.caseView, 2: v2.caseView, 3: v3.caseView });

/** A case as the newest version shows it: for whoever is no client, such as its history. */
export const presentCase = v3.showCase;

/** A case that was asked to start. */
export const startedCaseResource = new Resource({ 1: v1.startedCaseView, 2: v2.startedCaseView, 3: v3.startedCaseView });

/** A check, with as much of its case as the contract shows. */
export const checkResource = new Resource({ 1: v1.checkView, 2: v3.checkView, 3: v3.checkView });

/** The body of `POST /api/cases/`. */
export const createCaseBody = new VersionedSchema<CreateCaseInput>({ 1: v1.createCaseBody, 2: v2.createCaseBody, 3: createCaseInput });

/** The body of `POST /api/cases/{id}/start/`. */
export const startCaseBody = new VersionedSchema<StartCaseInput>({ 1: v2.startCaseBody, 2: v2.startCaseBody, 3: startCaseInput });

/** The body of `POST /api/checks/`. */
export const addCheckBody = new VersionedSchema<AddCheckInput>({ 1: v1.addCheckBody, 2: addCheckInput, 3: addCheckInput });

/** The query of `GET /api/cases/`. */
export const casesQueries = new VersionedSchema<ListCasesQuery>({ 1: v1.casesQuery, 2: listCasesQuery, 3: listCasesQuery });

/** The query of `GET /api/checks/`. */
export const checksQueries = new VersionedSchema<ListChecksQuery>({ 1: v1.checksQuery, 2: listChecksQuery, 3: listChecksQuery });
