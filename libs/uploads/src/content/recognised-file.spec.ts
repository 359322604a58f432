import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { largeTiff, sampleFiles, zipFile } from '../testing/index.js';
import { CONTENT_TYPES, type FileType } from './content-type.js';
import { RecognisedFile } from './recognised-file.js';

async function* cut(file: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

/** What a file is taken for; the field and the code when it is not taken. */
async function typeOf(file: Buffer | string, pieces = 1_000_000): Promise<string> {
  const recognised = new RecognisedFile(cut(Buffer.from(file), pieces));
  const passed: Uint8Array[] = [];
  try {
    for await (const piece of recognised.bytes()) passed.push(piece);
  } catch (error) {
    const { fields } = error as { fields: readonly { path: readonly string[]; code: string }[] };
    return fields.map(({ path, code }) => `${path.join('.')}: ${code}`).join();
  }
  expect(Buffer.concat(passed).equals(Buffer.from(file))).toBe(true);
  return recognised.contentType;
}

const REFUSED = 'file: unknown_type';
const parts = ['[Content_Types].xml', 'word/document.xml'].map((name) => ({ name }));

describe('a file', () => {
  it.each(Object.entries(sampleFiles) as [FileType, Buffer][])('that is %s is found to be so, in whatever pieces it comes', async (type, file) => {
    for (const pieces of [1, 7, 1_000_000]) expect(await typeOf(file, pieces)).toBe(CONTENT_TYPES[type]);
  });

  it('that is empty is refused', async () => {
    expect(await typeOf('')).toBe('file: empty');
  });

  it('is recognised by both of its ends, however large it is', async () => {
    expect(await typeOf(largeTiff(3_000_000), 65_536)).toBe(CONTENT_TYPES.tiff);
    const photo = { name: 'word/media/image1.jpeg', content: Buffer.alloc(2_000_000, 'random enough'), stored: true };
    expect(await typeOf(zipFile([...parts, photo]), 65_536)).toBe(CONTENT_TYPES.docx);
    expect(await typeOf(`[${'{"a":1},'.repeat(100_000)}{}]`, 65_536)).toBe(CONTENT_TYPES.json);
    expect(await typeOf(Buffer.concat([Buffer.from('a,b\n'.repeat(200_000)), Buffer.from([0xff])]), 65_536)).toBe(REFUSED);
  });

  it.each<[string, Buffer | string]>([
    ['a program for Windows', Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0', 'latin1')],
    ['a program for Linux', Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1')],
    ['a script', '#!/bin/sh\nrm -rf /\n'],
    ['PHP', '<?php system($_GET["c"]);'],
    ['a web page', '<!DOCTYPE html><html><script>alert(1)</script></html>'],
    ['a web page in disguise', '\ufeff \n<!-- nothing --><HTML><body onload=alert(1)>'],
    ['a web page that is XML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['a script element', '<script>alert(1)</script>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['an SVG that is XML', '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]><svg/>'],
    ['an SVG with a prefix', '<?xml version="1.0"?><x:svg xmlns:x="http://www.w3.org/2000/svg"/>'],
    ['RTF', '{\\rtf1\\ansi}'],
    ['PostScript', '%!PS-Adobe-3.0'],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\x80\0\0', 'latin1')],
    ['a video', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')],
    ['gzip, with a text in it', gzipSync('a text')],
    ['deflated bytes', deflateRawSync(Buffer.alloc(10_000))],
    ['random bytes', Buffer.from('9f3c00d2ffe1a07b44', 'hex')],
    ['text in UTF-16', Buffer.from('\ufeffa text', 'utf16le')],
    ['text in Latin-1', Buffer.from('caf\xe9', 'latin1')],
    ['text with a NUL', 'a\0b'],
    ['text that breaks off in a character', Buffer.from('aé').subarray(0, 2)],
    ['an old Word document', Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex')],
  ])('that is %s is refused', async (_, file) => {
    expect(await typeOf(file)).toBe(REFUSED);
  });

  it.each<[string, string, FileType]>([
    ['begins with the letters of another type', 'BMW, Audi und Opel', 'txt'],
    ['begins with the letters of an archive', 'PKN Orlen S.A.\n', 'txt'],
    ['begins with a bracket', '[Ada] said so', 'txt'],
    ['is less than a table', 'a,b,c\n', 'txt'],
    ['has lines of unlike width', 'a,b\nc\nd,e,f\n', 'txt'],
    ['has tabs', 'a\tb\nc\td\n', 'csv'],
    ['has elements but no root', '<3 you all', 'txt'],
    ['has a form as its root, and says that it is XML', '<?xml version="1.0"?><form><a/></form>', 'xml'],
  ])('that %s is a %s: %s', async (_, file, type) => {
    expect(await typeOf(file)).toBe(CONTENT_TYPES[type]);
  });
});

describe('an archive', () => {
  const office = (...more: Parameters<typeof zipFile>[0]) => zipFile([...parts, ...more]);
  const changed = (file: Buffer, change: (file: Buffer, directory: number) => void): Buffer => {
    const copy = Buffer.from(file);
    change(copy, copy.indexOf('PK\x01\x02', 'latin1'));
    return copy;
  };

  it.each<[string, Buffer]>([
    ['no office document', zipFile([{ name: 'readme.txt' }])],
    ['empty', zipFile([])],
    ['a Java program', zipFile([{ name: 'META-INF/MANIFEST.MF' }, { name: 'A.class' }])],
    ['a document with macros', office({ name: 'word/vbaProject.bin' })],
    ['a presentation', zipFile([{ name: '[Content_Types].xml' }, { name: 'ppt/presentation.xml' }])],
    ['an OpenDocument drawing', zipFile([{ name: 'mimetype', content: Buffer.from('application/vnd.oasis.opendocument.graphics'), stored: true }, { name: 'content.xml' }])],
    ['a bomb that says so', office({ name: 'word/media/1.bin', content: Buffer.alloc(5_000_000) })],
    ['a bomb of many entries', zipFile([...parts, ...Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, content: Buffer.alloc(0), stored: true }))])],
    ['a bomb that claims four gigabytes', office({ name: 'a', claimed: 0xfffffffe })],
    ['of entries that lie over each other', changed(office({ name: 'a', content: Buffer.alloc(1_000, 'x'), stored: true }), (file, at) => file.writeUInt32LE(90_000, at + 20))],
    ['of ZIP64', changed(office(), (file, at) => file.writeUInt32LE(0xffffffff, at + 24))],
    ['encrypted', changed(office(), (file, at) => file.writeUInt16LE(1, at + 8))],
    ['of names that lead out of it', office({ name: '../../etc/passwd' })],
    ['of names that begin at the root', office({ name: '/etc/passwd' })],
    ['of names twice', office({ name: 'word/document.xml' })],
    ['broken off', office().subarray(0, -1)],
    ['behind something else', Buffer.concat([Buffer.from('PK\x03\x04'), office()])],
    ['before something else', Buffer.concat([office(), Buffer.from('MZ')])],
    ['of a directory that says it is elsewhere', changed(office(), (file) => file.writeUInt32LE(5, file.length - 6))],
  ])('that is %s is refused', async (_, file) => {
    expect(await typeOf(file)).toBe(REFUSED);
  });

  it('may end with a comment', async () => {
    expect(await typeOf(zipFile(parts, 'made by a spec'))).toBe(CONTENT_TYPES.docx);
  });
});
