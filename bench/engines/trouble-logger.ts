import type { Logger } from '#event-sourcing';

const show = ({ err }: { readonly err?: unknown }, message: string): void => {
  console.error(message, err ?? '');
};

/** Shows what goes wrong and is tried again: a figure with that in it says little. */
export const troubleLogger: Logger = { info: () => undefined, warn: show, error: show };
