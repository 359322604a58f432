import { describe, expect, it } from '@jest/globals';
import { withDirectImports } from './direct-imports.js';

const inSlice = (source: string): string => withDirectImports(source, 'libs/cases/src/start-case/start-case.ts');

describe('what specs load of a library', () => {
  it('is the file that defines what is imported, under the name that it gets', () => {
    expect(inSlice("import { streamName, randomIds as ids } from '#event-sourcing';")).toBe(
      "import { streamName as streamName } from '../../../event-sourcing/src/stream-name.js'; import { randomIds as ids } from '../../../event-sourcing/src/uuid.js';",
    );
    expect(inSlice("import { deciderSpec } from '#event-sourcing/testing';")).toContain('/event-sourcing/src/testing/decider-spec.js');
  });

  it('is nothing for types, and lines keep their numbers', () => {
    expect(inSlice("import {\n  type EventStore,\n  streamName,\n} from '#event-sourcing';\n// 5")).toBe(
      "import { streamName as streamName } from '../../../event-sourcing/src/stream-name.js';\n\n\n\n// 5",
    );
    expect(inSlice("import { type EventStore } from '#event-sourcing';")).toBe('');
  });

  it('is all of it where something else is asked for', () => {
    for (const source of [
      "import { streamName, nothingOfThisName } from '#event-sourcing';",
      "import * as kernel from '#event-sourcing';",
      "import { streamName } from '#no-such-library';",
      "import { z } from 'zod';",
    ]) {
      expect(inSlice(source)).toBe(source);
    }
  });
});
