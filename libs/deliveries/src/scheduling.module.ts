import { type DynamicModule, Module } from '@nestjs/common';
import { CompletedCasesController } from './schedule-delivery/completed-cases.controller.js';
import { OutcomeScheduler } from './schedule-delivery/schedule-outcome.js';

/** Schedules the deliveries of outcomes over one channel, as messages tell of them. */
@Module({})
export class SchedulingModule {
  static forChannel(scheduler: OutcomeScheduler): DynamicModule {
    return {
      module: SchedulingModule,
      controllers: [CompletedCasesController],
      providers: [{ provide: OutcomeScheduler, useValue: scheduler }],
    };
  }
}
