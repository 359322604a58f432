/**
 * The header that makes a browser save a file under its name (RFC 6266): for those who know nothing newer with what ASCII there is
 * in it, for all others as it is (RFC 8187).
 */
export function attachment(name: string): string {
  const ascii = name.normalize('NFKD').replace(/\p{Mark}+/gu, '').replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
