'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');

const CLIENT = path.resolve(__dirname, '../../sitegen/client');
const world = vm.createContext({ sitegen: {} });
vm.runInContext(fs.readFileSync(path.join(CLIENT, 'years.js'), 'utf8'), world);
const scale = (first, last) => ({ ...world.sitegen.yearScale(first, last) });

test('the years of a journal have a bar each', () => {
  assert.deepStrictEqual(scale(1906, 1917), { low: 1906, high: 1918, step: 1, bars: 12 });
});
test('thirteen centuries are parted at round years', () => {
  assert.deepStrictEqual(scale(622, 1922), { low: 600, high: 1925, step: 25, bars: 53 });
});
test('every span has at most sixty bars, which hold all of its years and no bar beyond', () => {
  for (let first = 1; first < 9999; first += 37) {
    for (let last = first; last <= 9999; last += 411) {
      const { low, high, step, bars } = scale(first, last);
      assert.ok(bars <= 60 && bars >= 1, `${first} ${last}`);
      assert.strictEqual(high - low, bars * step);
      assert.ok(low <= first && first < low + step && high - step <= last && last < high);
      assert.strictEqual(low % step, 0);
    }
  }
});
