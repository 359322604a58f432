/** Each has a folder of its name. */
export const ENGINE_NAMES = ['kafka', 'mongodb', 'eventStore'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];
