import { crc32, deflateSync } from 'node:zlib';
import type { FileType } from '../content/content-type.js';
import { zipFile } from './zip-file.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(Buffer.concat([bytes(type), data])));
  return Buffer.concat([length, bytes(type), data, checksum]);
}

const openDocument = (kind: string): Buffer =>
  zipFile([{ name: 'mimetype', content: bytes(`application/vnd.oasis.opendocument.${kind}`), stored: true }, { name: 'content.xml' }, { name: 'META-INF/manifest.xml' }]);

const officeOpenXml = (main: string): Buffer => zipFile([{ name: '[Content_Types].xml' }, { name: '_rels/.rels' }, { name: main }]);

/** A TIFF whose directory is at its end, as most writers have it. */
function tiff(pixels: number): Buffer {
  const head = Buffer.alloc(8);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8 + pixels, 4);
  const width = bytes('\x01\x00\x00\x01\x03\x00\x01\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00');
  return Buffer.concat([head, Buffer.alloc(pixels, 0x55), width]);
}

/** A small file of every type that is taken. */
export const sampleFiles: Readonly<Record<FileType, Buffer>> = {
  pdf: bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'),
  png: Buffer.concat([
    bytes('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', bytes('\0\0\0\x01\0\0\0\x01\x08\0\0\0\0')),
    pngChunk('IDAT', deflateSync(bytes('\0\0'))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]),
  jpg: bytes('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9'),
  webp: bytes('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0'),
  tiff: tiff(64),
  docx: officeOpenXml('word/document.xml'),
  xlsx: officeOpenXml('xl/workbook.xml'),
  odt: openDocument('text'),
  ods: openDocument('spreadsheet'),
  csv: Buffer.from('name;born\r\nZoë;1990-01-01\r\n"a;b";1991-02-02\r\n'),
  txt: Buffer.from('The quick brown fox,\nund der faule Hund — ünd so weiter.\n'),
  json: Buffer.from('{"name": "Ada", "list": [1, 2]}\n'),
  xml: Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- a statement -->\n<Document xmlns="urn:iso:std:iso:20022"><Id>1</Id></Document>\n'),
};

/** A TIFF of that many bytes and some more. */
export const largeTiff = tiff;
