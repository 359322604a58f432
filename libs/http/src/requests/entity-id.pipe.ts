import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '#event-sourcing';

/** A number in a path, such as `@Param('id', EntityIdPipe)`. Whatever cannot be an id names nothing that exists: 404. */
@Injectable()
export class EntityIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new DomainError('not_found', 'not_found', 'Not found.');
    return Number(value);
  }
}
