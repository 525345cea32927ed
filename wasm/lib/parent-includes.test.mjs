import { expect, test } from 'vitest';
import { withoutParentIncludes } from './parent-includes.mjs';

test('an include of a parent folder becomes a path from the root', () => {
  const text = '#include "../x.h"\n#  include "../../y/z.h"\n#include "same.h"\n#include <../system.h>\n';
  expect(withoutParentIncludes('upstream/celt/x86/a.c', text)).toBe(
    '#include "/upstream/celt/x.h"\n#  include "/upstream/y/z.h"\n#include "same.h"\n#include <../system.h>\n',
  );
});
