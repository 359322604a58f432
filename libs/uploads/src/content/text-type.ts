import type { FileType } from './content-type.js';

/** Elements that make a page of a text, without any declaration: those of WHATWG MIME Sniffing, section 7.1, and more of the kind. */
const PAGE_ELEMENTS = new Set([
  'head', 'body', 'script', 'iframe', 'style', 'title', 'table', 'div', 'font', 'h1', 'a', 'b', 'p', 'br', 'img', 'form', 'object',
  'embed', 'link', 'meta',
]);

/** How other types begin that are texts as well: scripts, RTF, PostScript. */
const OTHER_TYPES = /^(?:#!|<\?php|<%|\{\\rtf|%!PS)/i;

/**
 * The type of a text, by how it begins and ends; undefined for a text of a type that is not taken, above all one that a browser
 * would run.
 *
 * @param head the beginning of the text.
 * @param tail its end.
 */
export function textType(head: Buffer, tail: Buffer): FileType | undefined {
  const start = head.toString('utf8').replace(/^\ufeff?\s*/, '');
  const last = tail.toString('utf8').trimEnd().at(-1);
  if (OTHER_TYPES.test(start)) return undefined;
  if (start.startsWith('<')) {
    const element = rootElement(start);
    if (element === 'page') return undefined;
    return element === 'xml' && last === '>' ? 'xml' : 'txt';
  }
  if ((start.startsWith('{') && last === '}') || (start.startsWith('[') && last === ']')) return 'json';
  return isTable(start) ? 'csv' : 'txt';
}

/** What the first element makes of a text that begins with `<`; undefined when there is none. */
function rootElement(start: string): 'page' | 'xml' | undefined {
  const [, prefix, name] = /^<([\w.-]+:)?([A-Za-z_][\w.-]*)(?=[\s/>])/.exec(withoutProlog(start)) ?? [];
  if (/^<!doctype\s+(?:html|svg)\b/i.test(withoutComments(start))) return 'page';
  if (name === undefined) return undefined;
  const isPage = /^(?:html|svg)$/i.test(name) || (prefix === undefined && !start.startsWith('<?xml') && PAGE_ELEMENTS.has(name.toLowerCase()));
  return isPage ? 'page' : 'xml';
}

/** What is left behind instructions and comments. */
const withoutComments = (text: string): string => text.replace(/^(?:\s*(?:<\?[^]*?\?>|<!--[^]*?-->))*\s*/, '');

/** What is left behind the declaration, instructions, comments and the document type. */
const withoutProlog = (text: string): string =>
  withoutComments(withoutComments(text).replace(/^<!doctype(?:[^[>]*\[[^\]]*\])?[^>]*>/i, ''));

/** How many lines are looked at. */
const LINES = 20;

/** Whether every line at the beginning has as many columns as the first, and more than one, by one of the usual separators. */
function isTable(start: string): boolean {
  const lines = start.slice(0, 16_384).split(/\r\n|\n|\r/);
  const whole = (lines.length > 1 && start.length > 16_384 ? lines.slice(0, -1) : lines).filter((line) => line !== '').slice(0, LINES);
  return [',', ';', '\t', '|'].some((separator) => {
    const columns = whole.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(separator).length);
    return whole.length > 1 && columns.every((count) => count > 1 && count === columns[0]);
  });
}
