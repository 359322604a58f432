import { DomainError, type FieldError } from '#event-sourcing';

/** An error for a field that names something which does not exist. */
export const unknown = (path: FieldError['path'], message: string): FieldError => ({ path, code: 'does_not_exist', message });

/** @throws DomainError that lists these fields, if there are any. */
export function refuseUnknown(fields: readonly FieldError[]): void {
  if (fields.length > 0) throw new DomainError('invalid', 'does_not_exist', 'Something that was named does not exist.', fields);
}
