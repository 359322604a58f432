import { DomainError, type FieldError } from '#event-sourcing';
import type { ConfigInput } from './config.input.js';
import type { ConfigReader } from './config.reader.js';

/**
 * Sees to it that what a dual config names is there and no dual config itself. A config never goes away and keeps its kind,
 * so what is so now stays so.
 *
 * @throws DomainError that names the fields.
 */
export async function refuseUnknownSides(configs: ConfigReader, org: string, input: ConfigInput): Promise<void> {
  if (!('kyb' in input)) return;
  const sides = await Promise.all(
    (['kyb', 'kyc'] as const).map(async (side) => ((await configs.caseConfig(org, input[side])) ? [] : [unknownSide(side)])),
  );
  const unknown = sides.flat();
  if (unknown.length > 0) throw new DomainError('invalid', 'does_not_exist', 'Something that was named does not exist.', unknown);
}

const unknownSide = (side: string): FieldError => ({
  path: [side],
  code: 'does_not_exist',
  message: 'There is no case config with this slug, or it is a dual one.',
});
