import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { parseInput } from '../errors/invalid-input.js';
import { noteSchema } from './ignored-fields.js';

/**
 * Checks what a route declares with `@Body({ schema })` or `@Query({ schema })`; what the schema does not name is left
 * out. Nest's own pipe for such schemas would lose which rule was broken, and waits for a promise on every request.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  /** @throws DomainError `invalid` */
  transform(value: unknown, { schema, type }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    if (type === 'body') noteSchema(value, schema);
    return parseInput(schema, value);
  }
}
