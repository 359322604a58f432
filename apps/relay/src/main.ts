import 'reflect-metadata';
import { runWorker, startOrExplain } from '#assembly';
import { engines } from '#assembly/engines';

/** Event store to broker. One works at a time, others stand by. */
await startOrExplain(() => runWorker('relay', engines));
