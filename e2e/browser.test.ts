import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.ts';

test('a browser that was named and is not there is said', async () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/nowhere/chromium';
  try {
    await assert.rejects(findBrowser(), /CHROMIUM_PATH.*\/nowhere\/chromium/);
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});

test('the browser shows Chinese and draws maps', async () => {
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage();
    const seen = await page.evaluate(() => {
      const drawn = (text: string): string => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
        const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
        pen.font = '30px sans-serif';
        pen.fillText(text, 0, 32);
        return canvas.toDataURL();
      };
      const gl = document.createElement('canvas').getContext('webgl2');
      gl?.clearColor(0, 1, 0, 1);
      gl?.clear(gl.COLOR_BUFFER_BIT);
      const pixel = new Uint8Array(4);
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      // Characters without a font are all drawn alike.
      return { pictures: new Set(['呼', '应', '办', '结', '网', '格'].map(drawn)).size, pixel: [...pixel] };
    });
    assert.deepEqual(seen, { pictures: 6, pixel: [0, 255, 0, 255] });
  } finally {
    await browser.close();
  }
});
