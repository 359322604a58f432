const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** How many members all objects of a well-formed JSON text have together, those with one name each for itself. */
export function membersIn(text: string): number {
  let members = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) index = endOfString(text, index);
    else if (unit === COLON) members++;
  }
  return members;
}

/** An object or a list that the text is inside of: the names seen so far, or none for a list; and the place in it. */
interface Place {
  readonly names: Set<string> | undefined;
  at: string | number;
}

/** Where a well-formed JSON text has a name for the second time in one object; the empty path when it nowhere has. */
export function duplicateName(text: string): readonly (string | number)[] {
  const places: Place[] = [];
  for (let index = 0; index < text.length; index++) {
    const place = places.at(-1);
    const unit = text[index];
    if (unit === '{') places.push({ names: new Set(), at: '' });
    else if (unit === '[') places.push({ names: undefined, at: 0 });
    else if (unit === '}' || unit === ']') places.pop();
    else if (unit === ',' && typeof place?.at === 'number') place.at++;
    else if (unit === '"') {
      const end = endOfString(text, index);
      if (place?.names && isName(text, end)) {
        place.at = JSON.parse(text.slice(index, end + 1)) as string;
        if (place.names.has(place.at)) return places.map(({ at }) => at);
        place.names.add(place.at);
      }
      index = end;
    }
  }
  return [];
}

/** Whether the string that ends there is a member's name, and not its value. */
function isName(text: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end + 1;
  return colon.test(text);
}

/** Where the quote stands that ends the text that begins with the one at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
