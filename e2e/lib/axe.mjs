// axe-core over a page as it stands, at WCAG 2.0–2.2 A and AA with best practice.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { open } from './browser.mjs';

const program = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/**
 * The same page where axe can run. Without scripts a page has no timers, and axe
 * would wait for ever; so the page as it stands is laid out again, at its own
 * address, in a context that has scripts but lets the page run none.
 */
async function copy(page) {
  const twin = await open(page.context().browser(), { viewport: page.viewportSize(), theme: page.theme });
  const html = await page.content();
  const address = page.url().startsWith('http') ? page.url() : 'http://127.0.0.1/';
  await twin.route(address, (route) => route.fulfill({
    body: html, contentType: 'text/html; charset=utf-8', headers: { 'Content-Security-Policy': "script-src 'none'" },
  }));
  await twin.goto(address);
  return twin;
}

/** Shows the page in another theme or at another width, without loading it anew. */
async function show(page, { theme, viewport }) {
  if (theme) await page.emulateMedia({ colorScheme: page.theme = theme });
  if (viewport) await page.setViewportSize(viewport);
}

/**
 * What axe finds, a readable paragraph each; an empty list is the good answer. With
 * looks, {theme, viewport}, it is asked in each of them, and the page is left in the last.
 *
 * The program is put in through the debugger, so that the page's content
 * security policy does not stand in its way. All <details> are opened first:
 * what they hide is read by people too.
 */
export async function axe(page, ...looks) {
  if (!page.scripts) {
    const twin = await copy(page);
    try {
      return await axe(twin, ...looks);
    } finally {
      await twin.context().close();
    }
  }
  await page.evaluate(() => { for (const d of document.querySelectorAll('details:not([open])')) d.open = true; });
  await page.evaluate(`${program};0`);
  const findings = [];
  for (const as of looks.length ? looks : [{}]) {
    await show(page, as);
    const { violations } = await page.evaluate((values) => window.axe.run(document, {
      runOnly: { type: 'tag', values }, resultTypes: ['violations'],
    }), tags);
    findings.push(...violations.map((v) => [
      `${v.id} (${v.impact}; ${page.theme}, ${page.viewportSize().width} px): ${v.help}`,
      ...v.nodes.slice(0, 5).map((n) => `    ${n.target.join(' ')}\n      ${n.html.slice(0, 160)}\n      ${n.failureSummary.replace(/\s*\n\s*/g, ' ')}`),
      ...(v.nodes.length > 5 ? [`    and ${v.nodes.length - 5} more`] : []),
    ].join('\n')));
  }
  return findings;
}
