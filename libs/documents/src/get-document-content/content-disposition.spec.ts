import { expect, it } from '@jest/globals';
import { attachment } from './content-disposition.js';

it.each([
  ['passport.pdf', `attachment; filename="passport.pdf"; filename*=UTF-8''passport.pdf`],
  ['Zoë’s Paß (1).pdf', `attachment; filename="Zoe_s Pa_ (1).pdf"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20Pa%C3%9F%20%281%29.pdf`],
  ['a"; filename="b.exe', `attachment; filename="a_; filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`],
  ['100%*\'\\.txt', `attachment; filename="100_*'_.txt"; filename*=UTF-8''100%25%2A%27%5C.txt`],
  ['護照.pdf', `attachment; filename="__.pdf"; filename*=UTF-8''%E8%AD%B7%E7%85%A7.pdf`],
])('%s is saved under its name', (name, header) => {
  expect(attachment(name)).toBe(header);
});
