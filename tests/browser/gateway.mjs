// People at a whole gateway, each in a browser of their own: how they log in,
// act and log out, and how every page is looked at. Where the gateway is and
// what is in it says tests/integration/console_browser_test.cc.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, pictures, violationsOf } from './stage.mjs';

export const url = process.env.TRIVSEL_URL;
export const facts = JSON.parse(process.env.TRIVSEL_FACTS);
export const holbaek = '29189447';
export const korsbaek = '11111111';

let browser;
export const openBrowser = async () => { browser = await launch(); };
export const closeBrowser = async () => { await browser?.close(); };

// What the run says at its end.
export const tell = (line) => appendFileSync(process.env.TRIVSEL_TOLD, `${line}\n`);

// By name of the page, what the server took for each visit, in milliseconds.
const times = new Map();
export function tellTimes() {
  for (const [name, all] of times) {
    all.sort((a, b) => a - b);
    tell(`page ${name.padEnd(24)} median ${all[all.length >> 1].toFixed(1)} ms, most ${all.at(-1).toFixed(1)} ms of ${all.length}`);
  }
}

// Asks again and again, each time anew, until it holds.
export async function until(what, holds, patience = 120000) {
  const end = Date.now() + patience;
  while (!(await holds())) assert.ok(Date.now() < end, `waited in vain: ${what}`);
}

export class Person {
  constructor(context, page) {
    Object.assign(this, { context, page, troubles: [] });
  }

  // To the identity provider and back, on the way to `path`.
  static async logIn(name, path = '/overblik', options = {}) {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options,
    });
    context.setDefaultTimeout(20000);
    const page = await context.newPage();
    await page.goto(url + path);
    assert.notEqual(new URL(page.url()).origin, url, 'asked who it is, elsewhere');
    await page.getByRole('button', { name }).click();
    await page.waitForURL((at) => at.origin === url && at.pathname !== '/saml/acs' || at.pathname === '/saml/acs');
    const person = new Person(context, page);
    page.on('pageerror', (error) => person.troubles.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('the server responded with a status of')) {
        person.troubles.push(message.text());
      }
    });
    return person;
  }

  async go(path, name = '') {
    const response = await this.page.goto(url + path);
    if (name) await this.timed(name);
    return response;
  }

  async timed(name) {
    const took = await this.page.evaluate(() => {
      const [visit] = performance.getEntriesByType('navigation');
      return visit.responseStart - visit.requestStart;
    });
    if (!times.has(name)) times.set(name, []);
    times.get(name).push(took);
  }

  async show(name) {
    await this.page.screenshot({ path: join(pictures, `rigtig-${name}.png`), fullPage: true });
  }

  async isUsable(name) {
    assert.deepEqual(await violationsOf(this.page), [], name);
    await this.show(name);
  }

  get said() { return this.page.locator('#besked'); }

  text(selector = 'main') { return this.page.locator(selector).innerText(); }

  // Fills in an act's form and sends it; what the page then says.
  async act(form, act, text = '') {
    const fields = this.page.locator(form).first();
    await fields.locator('select[name=handling]').selectOption(act);
    await fields.locator('[name=tekst_til_handling]').fill(text);
    await fields.locator('button[type=submit]').click();
    await this.said.waitFor();
    return this.said.innerText();
  }

  // The same for everything that matches, to the end of the job; its facts.
  async job(act, text = '') {
    const form = this.page.locator('form[action="/job"]');
    await form.locator('select[name=handling]').selectOption(act);
    await form.locator('[name=tekst_til_handling]').fill(text);
    await form.locator('button[type=submit]').click();
    await this.page.waitForURL('**/job/*');
    await this.page.locator('#fremdrift .badge-success').waitFor({ timeout: 240000 });
    return this.facts('#fremdrift');
  }

  // A list of facts as an object: { 'Gået igennem': '12' }.
  async facts(selector) {
    return Object.fromEntries(await this.page.locator(`${selector} dt`).evaluateAll(
      (names) => names.map((name) => [name.textContent, name.nextElementSibling.textContent])));
  }

  // Sends a form of our own making, as if typed; status and text of the answer.
  async post(path, fields) {
    return this.page.evaluate(async ([target, values]) => {
      const body = new URLSearchParams(values);
      body.set('csrf', document.querySelector('input[name=csrf]').value);
      const answer = await fetch(target, { method: 'POST', body });
      return { status: answer.status, text: await answer.text() };
    }, [path, fields]);
  }

  async logOut() {
    await this.go('/overblik');
    await this.page.getByRole('button', { name: 'Log ud' }).click();
    await this.page.getByText('Du er logget ud').waitFor();
    await this.page.goto(`${url}/overblik`);
    assert.notEqual(new URL(this.page.url()).origin, url, 'nobody is logged in any more');
    assert.deepEqual(this.troubles, []);
    await this.context.close();
  }
}

// One person's pages, all in one language, appearance and width.
async function look(state, pages, { language, theme, width }, faults) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true, viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme: theme, storageState: state,
  });
  const person = new Person(context, await context.newPage());
  const { page } = person;
  await person.go(`/visning?sprog=${language}&farver=${theme}&tilbage=/overblik`);
  for (const [name, path] of Object.entries(pages)) {
    const as = `${name}-${language}-${theme}${width < 500 ? `-${width}` : ''}`;
    await person.go(path, name);
    if (await page.locator('.tr-header').count() > 0) {
      assert.equal(await page.locator('html').getAttribute('lang'), language, as);
      assert.equal(await page.locator('html').getAttribute('data-theme'), theme, as);
    }
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
    if (wide > width) faults.push(`${as}: ${wide} pixels wide`);
    await person.show(as);
    for (const fault of await violationsOf(page)) faults.push(`${as}: ${fault}`);
  }
  await context.close();
}

// Every page in both languages and appearances, wide and at 320 pixels, without
// an accessibility fault and without scrolling sideways.
export async function lookAtAll(person, pages) {
  const state = await person.context.storageState();
  const faults = [];
  const looks = [];
  for (const language of ['da', 'en']) {
    for (const theme of ['light', 'dark']) {
      for (const width of [1280, 320]) looks.push({ language, theme, width });
    }
  }
  // A small run takes two that share nothing; console.test.mjs takes them all.
  if (!facts.full) looks.splice(0, looks.length, looks[0], looks.at(-1));
  // Two at a time.
  const worker = async () => {
    for (let next = looks.shift(); next; next = looks.shift()) await look(state, pages, next, faults);
  };
  await Promise.all([worker(), worker()]);
  assert.deepEqual(faults, []);
}
