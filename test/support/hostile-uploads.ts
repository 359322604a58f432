import { gzipSync } from 'node:zlib';
import { sampleFiles, zipFile } from '#uploads/testing';
import { formBody } from './form-body.js';

/** An upload that must be refused. */
export interface HostileUpload {
  readonly what: string;
  readonly raw: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly statuses: readonly number[];
}

const LIMIT = 10 * 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const REFUSED = [400];

const asJson = (what: string, body: object, statuses: readonly number[] = REFUSED): HostileUpload => ({ what, raw: JSON.stringify(body), headers: JSON_TYPE, statuses });
const asText = (what: string, raw: string, statuses: readonly number[] = REFUSED): HostileUpload => ({ what, raw, headers: JSON_TYPE, statuses });
const asForm = (what: string, parts: Parameters<typeof formBody>[0], statuses: readonly number[] = REFUSED): HostileUpload => ({ what, ...formBody(parts), statuses });

/** A file in both of the ways in which files come. */
const file = (what: string, content: Buffer, statuses: readonly number[] = REFUSED): readonly HostileUpload[] => [
  asJson(what, { file: content.toString('base64'), original_name: 'passport.pdf' }, statuses),
  asForm(`${what}, in a form`, [{ name: 'file', content, fileName: 'passport.pdf' }], statuses),
];

const office = ['[Content_Types].xml', 'word/document.xml'].map((name) => ({ name }));
const wrongTypes: Readonly<Record<string, Buffer>> = {
  'a program for Windows': Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff', 'latin1'),
  'a program for Linux': Buffer.from('\x7fELF\x02\x01\x01\0\0', 'latin1'),
  'a script': Buffer.from('#!/bin/sh\necho mine\n'),
  'a web page': Buffer.from('<html><script>alert(1)</script></html>'),
  'an SVG': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'a GIF': Buffer.from('GIF89a\x01\0\x01\0\x80\0\0', 'latin1'),
  'random bytes': Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256)),
  'zeros': Buffer.alloc(LIMIT),
  'gzip': gzipSync(Buffer.alloc(LIMIT)),
  'nothing': Buffer.alloc(0),
};

const bombs: Readonly<Record<string, Buffer>> = {
  'a bomb of zeros': zipFile([...office, { name: 'word/media/a.bin', content: Buffer.alloc(50_000_000) }]),
  'a bomb that claims four gigabytes': zipFile([...office, { name: 'a', claimed: 0xfffffffe }]),
  'a bomb of ten thousand entries': zipFile([...office, ...Array.from({ length: 10_001 }, (_, index) => ({ name: String(index), stored: true }))]),
  'a bomb in a bomb': zipFile([...office, { name: 'a.zip', content: zipFile([{ name: 'b', content: Buffer.alloc(50_000_000) }]) }, { name: 'c', content: Buffer.alloc(5_000_000) }]),
  'an archive': zipFile([{ name: 'readme.txt' }]),
  'an archive that leads out': zipFile([...office, { name: '../../../etc/passwd' }]),
  'an archive that is broken off': zipFile(office).subarray(0, 100),
};

const text = Buffer.from('a text').toString('base64');
const NAMES = ['../a.pdf', '..\\a.pdf', '/etc/passwd', 'C:\\a.pdf', 'a/b.pdf', '.', '..', 'a\0.pdf', 'a\r\nb.pdf', '\u202efdp.exe', ' ', 'x'.repeat(256)];
const FORM_NAMES = ['../a.pdf', '..\\\\a.pdf', '/etc/passwd', 'a/b.pdf', '..'];
const BROKEN_BASE64 = ['QUJ', 'QQ', 'Q===', '====', 'QQ==QQ==', 'QUJD!', 'QR==', 'QUJ_', 'ä', 'data:', 'data:text/plain,abc', 'data:text/plain;base64', `data:${'x'.repeat(300)};base64,QQ==`, '<svg/>', '%%%%'];
const BROKEN_JSON = [`{"file":"${text}`, `{"file":"${text}"`, `{"file":"\\x"}`, `{"file":"${text}","file":"${text}"}`, `["${text}"]`, '"file"', '{"file":', `{"file":"${text}","original_name":"a.txt","original_name":"b.txt"}`, `{"__proto__":{"a":1},"file":"${text}","original_name":"a.txt"}`];

const large = Buffer.alloc(LIMIT + 1, 'a line of a text that never ends\n');

/** Some hundred uploads that must all be refused, the large ones among the small ones. */
export function hostileUploads(): readonly HostileUpload[] {
  const broken = formBody([{ name: 'file', content: sampleFiles.pdf, fileName: 'a.pdf' }]);
  const once = [
    ...Object.entries(wrongTypes).flatMap(([what, content]) => file(what, content)),
    ...Object.entries(bombs).flatMap(([what, content]) => file(what, content)),
    ...NAMES.map((original_name) => asJson(`the name ${JSON.stringify(original_name.slice(0, 20))}`, { file: text, original_name })),
    ...FORM_NAMES.map((fileName) => asForm(`the name ${fileName} in a form`, [{ name: 'file', content: 'a text', fileName }])),
    ...BROKEN_BASE64.map((broken64) => asJson(`base64 like ${broken64.slice(0, 20)}`, { file: broken64, original_name: 'a.txt' })),
    ...BROKEN_JSON.map((json) => asText(`JSON like ${json.slice(0, 20)}`, json)),
    ...[null, 5, true, [text], { a: text }].map((value) => asJson(`a file that is ${JSON.stringify(value)}`, { file: value, original_name: 'a.txt' })),
    asJson('two targets', { file: text, original_name: 'a.txt', case_id: 1, check_id: 128 }),
    asJson('a case that is not there', { file: text, original_name: 'a.txt', case_id: 4_000_000 }),
    asJson('too much beside the file', { file: text, original_name: 'a.txt', more: 'x'.repeat(100_000) }, [413]),
    asForm('no file', [{ name: 'original_name', content: 'a.txt' }]),
    asForm('two files', [1, 2].map(() => ({ name: 'file', content: 'a text', fileName: 'a.txt' }))),
    asForm('another file', [{ name: 'avatar', content: 'a text', fileName: 'a.txt' }]),
    asForm('too many fields', [...Array.from({ length: 30 }, (_, index) => ({ name: `a${index}`, content: 'b' })), { name: 'file', content: 'a text', fileName: 'a.txt' }], [400, 413]),
    asForm('a field that reaches for prototypes', [{ name: '__proto__', content: 'a' }, { name: 'file', content: 'a text', fileName: 'a.txt' }]),
    { what: 'a form that breaks off', ...broken, raw: broken.raw.subarray(0, -40), statuses: REFUSED },
    { what: 'a form without its boundary', raw: broken.raw, headers: { 'content-type': 'multipart/form-data' }, statuses: [400, 415] },
    { what: 'a form with another boundary', raw: broken.raw, headers: { 'content-type': 'multipart/form-data; boundary=other' }, statuses: REFUSED },
    { what: 'a form that is none', raw: 'file=a', headers: broken.headers, statuses: REFUSED },
    { what: 'another type of body', raw: sampleFiles.pdf, headers: { 'content-type': 'application/pdf' }, statuses: [415] },
  ];
  const tooLarge = [
    ...file('ten megabytes and one byte', large, [413]),
    asText('base64 that never ends', `{"original_name":"a.txt","file":"${'QUFB'.repeat(4 * 1024 * 1024)}`, [413]),
  ];
  const oversize = Array.from({ length: 10 }, () => tooLarge).flat();
  return [...once, ...oversize, ...once.slice(0, Math.max(0, 200 - once.length - oversize.length))];
}
