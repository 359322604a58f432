import type { Logger } from '#event-sourcing';

/** One step of an orderly end. */
export interface ShutdownStep {
  readonly name: string;
  run(): Promise<void> | void;
}

export interface ShutdownOptions {
  /** In this order: readiness off, connections, background work, stores. */
  readonly steps: readonly ShutdownStep[];
  readonly logger: Logger;
  /** Milliseconds for all steps together; then the process ends as it is. Default 10,000. */
  readonly timeLimit?: number;
  /** Where the signals come from and what ends the process; a test puts its own here. */
  readonly process?: ShutdownProcess;
}

/** The part of Node's `process` that an end needs. */
export interface ShutdownProcess {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Ends the process in order on SIGTERM and SIGINT. A step that fails is told and the next one runs all the same. A
 * second signal, or the time limit, ends the process at once: what was acknowledged is durable and nothing else counts.
 */
export function onShutdown(options: ShutdownOptions): void {
  const { steps, logger, timeLimit = 10_000, process: host = process } = options;
  let timer: NodeJS.Timeout | undefined;
  let underWay: string | undefined;
  const begin = (step: string): void => {
    underWay = step;
  };
  const exit = (code: number): void => {
    clearTimeout(timer);
    host.exit(code);
  };
  const end = (signal: string): void => {
    if (timer) {
      logger.error({ signal, step: underWay }, 'Second signal: ending at once.');
      exit(1);
      return;
    }
    logger.info({ signal }, 'Shutting down.');
    timer = setTimeout(() => {
      logger.error({ timeLimit, step: underWay }, 'Shutting down took too long: ending at once.');
      exit(1);
    }, timeLimit);
    void runSteps(steps, begin, logger).then((failed) => {
      logger.info({}, 'Stopped.');
      exit(failed ? 1 : 0);
    });
  };
  host.on('SIGTERM', () => {
    end('SIGTERM');
  });
  host.on('SIGINT', () => {
    end('SIGINT');
  });
}

async function runSteps(steps: readonly ShutdownStep[], begin: (step: string) => void, logger: Logger): Promise<boolean> {
  let failed = false;
  for (const step of steps) {
    begin(step.name);
    try {
      await step.run();
    } catch (error) {
      failed = true;
      logger.error({ step: step.name, err: error }, 'A step of shutting down failed.');
    }
  }
  return failed;
}
