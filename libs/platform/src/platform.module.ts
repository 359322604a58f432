import { type DynamicModule, Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Clock, Ids, randomIds, systemClock, systemTimer, Timer } from '#event-sourcing';
import { HealthChecks } from './health.js';
import { Logger } from './logger.js';
import { MasterKey } from './master-key.js';
import { createMetrics } from './metrics.js';
import { Settings } from './settings.js';

/** What a process is started with. */
export interface Platform {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly masterKey: MasterKey;
  /** The machine's clock and timer and random ids unless a test brings its own. */
  readonly clock?: Clock;
  readonly timer?: Timer;
  readonly ids?: Ids;
}

/** Makes what every part of a process shares available everywhere in it. */
@Module({})
export class PlatformModule {
  static forRoot(platform: Platform): DynamicModule {
    const providers = [
      { provide: Settings, useValue: platform.settings },
      { provide: Logger, useValue: platform.logger },
      { provide: MasterKey, useValue: platform.masterKey },
      { provide: Clock, useValue: platform.clock ?? systemClock },
      { provide: Timer, useValue: platform.timer ?? systemTimer },
      { provide: Ids, useValue: platform.ids ?? randomIds },
      { provide: Registry, useFactory: createMetrics },
      { provide: HealthChecks, useFactory: () => new HealthChecks() },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
