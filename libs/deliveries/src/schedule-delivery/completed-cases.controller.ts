import { CASE_COMPLETED, type IntegrationEvent } from '#broker';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { OutcomeScheduler } from './schedule-outcome.js';

/** Hears of cases that have an outcome. */
@Controller()
export class CompletedCasesController {
  constructor(private readonly scheduler: OutcomeScheduler) {}

  @EventPattern([CASE_COMPLETED])
  schedule(@Payload() event: IntegrationEvent): Promise<void> {
    return this.scheduler.schedule(event);
  }
}
