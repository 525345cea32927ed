import { describe, expect, it } from 'vitest';
import { safeFileName } from './file-name.ts';

describe('safeFileName', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['Übung – 2.pdf', 'Übung – 2.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\system.ini', 'C__Windows_system.ini'],
    ['a\u0000b\nc\u007f.txt', 'a_b_c_.txt'],
    // Shown from right to left it would look like "invoice_exe.pdf".
    ['invoice_\u202efdp.exe', 'invoice__fdp.exe'],
    // So much space would push the ending out of sight, and letters without a look do the same.
    [`photo.jpg${' '.repeat(200)}.exe`, 'photo.jpg .exe'],
    ['photo.jpg\u3164\u2800\u115f.exe', 'photo.jpg___.exe'],
    ['.bashrc', 'bashrc'],
    ['name. ', 'name'],
    ['con.txt', '_con.txt'],
    ['con .txt', '_con .txt'],
    ['COM¹.txt', '_COM¹.txt'],
    ['CONIN$', '_CONIN$'],
    [`${'x'.repeat(253)} ${'y'.repeat(50)}`, 'x'.repeat(253)],
    ['', 'file'],
    ['///', 'file'],
    ['\ud800.txt', '\ufffd.txt'],
  ])('makes %j into %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('cuts a long name to 255 bytes between characters, and keeps its ending', () => {
    const safe = safeFileName(`${'😀'.repeat(200)}.jpeg`);
    expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(255);
    expect(safe).toMatch(/^😀+\.jpeg$/u);
  });
});
