import { stringify } from 'yaml';

/** The description as it is kept: YAML, with lines that people can read and no anchors. */
export const asyncApiText = (document: object): string => stringify(document, { lineWidth: 120, aliasDuplicateObjects: false });
