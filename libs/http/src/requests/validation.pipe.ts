import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { parseInput } from '../errors/invalid-input.js';

/**
 * Checks what a route declares with `@Body({ schema })` or `@Query({ schema })`; what the schema does not name is left
 * out. Nest's own pipe for such schemas would lose which rule was broken, and waits for a promise on every request.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  /** @throws DomainError `invalid` */
  transform(value: unknown, { schema }: ArgumentMetadata): unknown {
    return schema instanceof z.ZodType ? parseInput(schema, value) : value;
  }
}
