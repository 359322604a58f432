/** A fenced block of a Markdown text. */
export interface FencedBlock {
  /** The words behind the fence: the language first. */
  readonly info: readonly string[];
  readonly text: string;
}

/** The fenced blocks, in their order. */
export const fencedBlocks = (markdown: string): readonly FencedBlock[] =>
  [...markdown.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info: info.split(' '), text }));

/** Where links lead that stay in the project: paths, without anchors. */
export const relativeLinks = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);

/** The scripts that a text says to run with npm. */
export const npmScripts = (markdown: string): readonly string[] => [
  ...new Set([...markdown.matchAll(/\bnpm (?:run (?:--silent )?([a-z-]+(?::[a-z-]+)*)|(start|test)\b)/g)].map(([, run, short]) => run ?? short ?? '')),
];
