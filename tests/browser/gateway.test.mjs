// The real thing: a whole gateway, people who log in at the identity provider.
// Run by tests/integration/console_browser_test.cc, which says where it is and
// takes a newer code system into use between the two halves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { launch, pictures, violationsOf } from './stage.mjs';

const url = process.env.TRIVSEL_URL;
const first = { skip: process.env.TRIVSEL_HALF !== 'first' };
const second = { skip: process.env.TRIVSEL_HALF !== 'second' };

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

// Logged in through the identity provider, on the way to `path`.
async function person(name, path = '/overblik') {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(20000);
  const page = await context.newPage();
  await page.goto(url + path);
  assert.notEqual(new URL(page.url()).origin, url, 'asked who it is, elsewhere');
  await page.getByRole('button', { name }).click();
  await page.waitForURL((at) => at.href === url + path);
  return page;
}

async function logOut(page) {
  await page.goto(`${url}/overblik`);
  await page.getByRole('button', { name: 'Log ud' }).click();
  await page.getByText('Du er logget ud').waitFor();
  await page.goto(`${url}/overblik`);
  assert.notEqual(new URL(page.url()).origin, url, 'nobody is logged in any more');
  await page.context().close();
}

const show = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

test('an operator finds a group, and returns one to its vendor', first, async () => {
  const page = await person(/Olga/, '/afviste');
  assert.deepEqual(await violationsOf(page), []);
  await show(page, 'rigtig-grupper');
  await page.locator('td a.button').first().click();
  await page.waitForURL('**/afviste/liste?*');
  await page.locator('input[name=valgt]').last().check();
  await page.locator('#valgte-handling').selectOption('tilbage');
  await page.locator('#valgte-tekst').fill('Brug en kode fra den nye udgave, og send igen.');
  await page.locator('form.tr-bulk button[type=submit]').click();
  await page.locator('#besked').waitFor();
  assert.match(await page.locator('#besked').textContent(), /Sendt tilbage til leverandøren: 1\./);
  await logOut(page);
});

test('the second of two operators is told what the first did', first, async () => {
  const people = [await person(/Olga/), await person(/Holger/)];
  for (const page of people) {
    await page.goto(`${url}/afviste/liste?kommune=29189447`);
    await page.locator('input[name=valgt]').first().check();
    await page.locator('#valgte-handling').selectOption('tag');
  }
  for (const page of people) {
    await page.locator('form.tr-bulk button[type=submit]').click();
    await page.locator('#besked').waitFor();
  }
  assert.match(await people[0].locator('#besked').textContent(), /Taget: 1\./);
  assert.match(await people[1].locator('#besked').textContent(), /Olga Operatør/);
  for (const page of people) await logOut(page);
});

test('who is scoped to one municipality cannot reach another by its address', first, async () => {
  const olga = await person(/Olga/, `/indberetning/${process.env.TRIVSEL_ELSEWHERE}`);
  assert.match(await olga.locator('main').textContent(), /Korsbæk/);
  await logOut(olga);
  const page = await person(/Holger/);
  for (const path of [`/indberetning/${process.env.TRIVSEL_ELSEWHERE}`, '/indberetning/987654321']) {
    const response = await page.goto(url + path);
    assert.equal(response.status(), 404);
    assert.ok(!(await page.content()).includes('Korsbæk'));
  }
  assert.equal((await page.goto(`${url}/kommuner/11111111`)).status(), 404);
  await page.goto(`${url}/afviste/liste?kommune=11111111`);
  assert.equal(await page.locator('a.tr-id').count(), 0);
  await logOut(page);
});

test('what was rejected wrongly goes through in one act', second, async () => {
  const page = await person(/Olga/, '/afviste');
  await page.locator('td a.button').first().click();
  await page.waitForURL('**/afviste/liste?*');
  await page.locator('#job-handling').selectOption('proev');
  await page.getByRole('button', { name: 'Start for alle' }).click();
  await page.waitForURL('**/job/*');
  await page.locator('#fremdrift .badge-success').waitFor({ timeout: 60000 });
  await show(page, 'rigtig-job');
  await page.goto(`${url}/afviste/liste?tilstand=igennem`);
  await page.locator('a.tr-id').first().click();
  await page.waitForURL('**/indberetning/*');
  assert.deepEqual(await violationsOf(page), []);
  await show(page, 'rigtig-indberetning');
  await logOut(page);
});
