import { expect, it } from '@jest/globals';
import { fileNameInput } from './file-name.js';

it.each(['passport.pdf', 'Zoë’s Paß (1).pdf', '護照.pdf', '.profile', 'a..b', '…', 'x'.repeat(255)])('%j is the name of a file', (name) => {
  expect(fileNameInput.parse(name)).toBe(name);
});

it('is written in one way', () => {
  expect(fileNameInput.parse(' Zoe\u0308.pdf ')).toBe('Zoë.pdf');
});

it.each(['', ' ', '.', '..', '../a', 'a/b', '/etc/passwd', 'C:\\a', '..\\a', 'a\0.pdf', 'a\nb', 'a\x7f', 'a\u202efdp.exe', 'x'.repeat(256)])('%j is none', (name) => {
  expect(fileNameInput.safeParse(name).success).toBe(false);
});
