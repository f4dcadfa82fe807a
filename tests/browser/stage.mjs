// A console server of its own, a browser, and pages that tell what goes wrong
// in them.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const pictures = process.env.TRIVSEL_PICTURES ?? dirname(new URL(import.meta.url).pathname);
mkdirSync(pictures, { recursive: true });

export const launch = () => chromium.launch({
  executablePath: process.env.TRIVSEL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// What axe-core has to say of a page.
export async function violationsOf(page) {
  // Past the page's own policy, which allows no script from elsewhere.
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  }));
  return result.violations.flatMap((violation) => violation.nodes.slice(0, 3)
    .map((node) => `${violation.id}: ${node.html.slice(0, 200)} ${node.failureSummary?.slice(0, 300)}`));
}

export class Stage {
  static async open() {
    const stage = new Stage();
    stage.server = spawn(process.env.TRIVSEL_CONSOLE_SERVER, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: stage.server.stdout });
    const [line] = await new Promise((resolve, reject) => {
      lines.once('line', (text) => resolve([text]));
      stage.server.once('exit', (code) => reject(new Error(`the server ended: ${code}`)));
    });
    stage.url = line.split(' ')[0];
    stage.browser = await launch();
    return stage;
  }

  async close() {
    await this.browser?.close();
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.stdin.end();
    await ended;
  }

  // Somebody in a browser of their own.
  async visitor(user, options = {}) {
    const context = await this.browser.newContext({
      ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options,
    });
    context.setDefaultTimeout(15000);
    const page = await context.newPage();
    const troubles = [];
    page.on('console', (message) => {
      // A page with an error status is one in the browser's eyes too.
      if (message.type() === 'error' && !message.text().includes('the server responded with a status of')) {
        troubles.push(message.text());
      }
    });
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== this.url) troubles.push(`asks ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.url().includes('/assets/') && response.status() !== 200) {
        troubles.push(`${response.status()} ${response.url()}`);
      }
    });
    await page.goto(`${this.url}/log-ind/${user}`);
    return new Visitor(this, context, page, troubles);
  }
}

export class Visitor {
  constructor(stage, context, page, troubles) {
    Object.assign(this, { stage, context, page, troubles });
  }

  async go(path) {
    return this.page.goto(this.stage.url + path);
  }

  async settings(language, theme) {
    await this.go(`/visning?sprog=${language}&farver=${theme}&tilbage=/overblik`);
  }

  async picture(name) {
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  async violations() {
    return violationsOf(this.page);
  }

  async noTroubles() {
    assert.deepEqual(this.troubles, []);
    assert.equal(await this.page.evaluate(() => globalThis.hacked), undefined);
  }

  async close() {
    await this.noTroubles();
    await this.context.close();
  }
}
