import 'reflect-metadata';
import { runWorker, startOrExplain } from '#assembly';
import { engines } from '#assembly/engines';

/** Outcomes to Salesforce. Processes share the scheduling; one of them makes the attempts. */
await startOrExplain(() => runWorker('salesforce', engines));
