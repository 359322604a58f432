import 'reflect-metadata';
import { runWorker, startOrExplain } from '#assembly';
import { engines } from '#assembly/engines';

/** Process managers, and the commands of internal services. Processes share the commands; each process manager runs in one of them. */
await startOrExplain(() => runWorker('processes', engines));
