// Every page and act of the console in a real browser: accessibility in both
// languages and appearances, narrow screens, keyboard, no script, hostile text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stage } from './stage.mjs';

const pages = {
  overblik: '/overblik',
  grupper: '/afviste',
  liste: '/afviste/liste',
  'liste-filter': '/afviste/liste?kode=FHIR-JSON-SYNTAX&tilstand=aaben&tilstand=tilbage&tekst=FHIR',
  indberetning: '/indberetning/2390',
  'indberetning-modtager': '/indberetning/2310',
  job: '/job',
  leverancer: '/leverancer',
  genafspil: '/leverancer/national/genafspil?fra=2026-11-01T00:00&til=2026-11-02T00:00&kommune=',
  kommuner: '/kommuner',
  kommune: '/kommuner/22222222',
  standard: '/standard',
  'findes-ikke': '/indberetning/99999999',
};

let stage;
before(async () => { stage = await Stage.open(); });
after(async () => { await stage?.close(); });

for (const language of ['da', 'en']) {
  for (const theme of ['light', 'dark']) {
    test(`no page has an accessibility fault: ${language}, ${theme}`, async () => {
      const visitor = await stage.visitor('anne');
      await visitor.settings(language, theme);
      const faults = [];
      for (const [name, path] of Object.entries(pages)) {
        await visitor.go(path);
        assert.equal(await visitor.page.locator('html').getAttribute('lang'), language);
        await visitor.picture(`${name}-${language}-${theme}`);
        for (const fault of await visitor.violations()) faults.push(`${name}: ${fault}`);
      }
      assert.deepEqual(faults, []);
      await visitor.close();
    });
  }
}

test('nothing scrolls sideways at 320 pixels', async () => {
  const visitor = await stage.visitor('anne', { viewport: { width: 320, height: 640 } });
  for (const [name, path] of Object.entries(pages)) {
    await visitor.go(path);
    const wide = await visitor.page.evaluate(() => document.scrollingElement.scrollWidth);
    await visitor.picture(`${name}-smal`);
    assert.ok(wide <= 320, `${name} is ${wide} pixels wide`);
  }
  await visitor.close();
});

test('the appearance follows the machine until somebody chooses', async () => {
  const visitor = await stage.visitor('anne', { colorScheme: 'dark' });
  const ground = () => visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await visitor.page.getByRole('link', { name: 'Lys', exact: true }).click();
  assert.notEqual(await ground(), dark);
  await visitor.page.getByRole('link', { name: 'Mørk', exact: true }).click();
  assert.equal(await ground(), dark);
  await visitor.page.getByRole('link', { name: 'English' }).click();
  assert.equal(await visitor.page.locator('h1').textContent(), 'Overview');
  await visitor.close();
});

test('a group is found and part of it returned, with the keyboard only', async () => {
  const visitor = await stage.visitor('anne');
  const { page } = visitor;
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skipnav');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'indhold');
  const tabTo = async (wanted) => {
    for (let i = 0; i < 400; ++i) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted)) return;
    }
    assert.fail(`the keyboard does not get to ${wanted}`);
  };
  await visitor.go('/overblik');
  await tabTo('nav a[href="/afviste"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/afviste');
  await tabTo('td a.button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/afviste/liste?*');
  await tabTo('input[name=valgt]');
  await page.keyboard.press('Space');
  await tabTo('#valgte-handling');
  await page.keyboard.type('Send tilbage');
  await tabTo('#valgte-tekst');
  await page.keyboard.type('Starttidspunktet mangler. Ret det, og send igen.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#besked').waitFor();
  assert.match(await page.locator('#besked').textContent(), /Sendt tilbage til leverandøren: 1\./);
  await page.reload();
  assert.equal(await page.locator('#besked').count(), 0, 'told once');
  await visitor.close();
});

test('two operators collide, and the second is told', async () => {
  const first = await stage.visitor('anne');
  const second = await stage.visitor('bo');
  const path = '/afviste/liste?kommune=11111111';
  for (const visitor of [first, second]) {
    await visitor.go(path);
    await visitor.page.locator('input[name=valgt]').first().check();
    await visitor.page.locator('#valgte-handling').selectOption('tag');
  }
  for (const visitor of [first, second]) {
    await visitor.page.locator('form.tr-bulk button[type=submit]').click();
    await visitor.page.locator('#besked').waitFor();
  }
  assert.match(await first.page.locator('#besked').textContent(), /Taget: 1\./);
  assert.match(await second.page.locator('#besked').textContent(), /Anne Holm kom først/);
  await second.picture('konflikt');
  assert.deepEqual(await second.violations(), []);
  await first.close();
  await second.close();
});

test('a case is given to somebody else', async () => {
  const visitor = await stage.visitor('anne');
  const { page } = visitor;
  await visitor.go('/indberetning/50');
  await page.locator('#afvisning-5-handling').selectOption('giv');
  await page.locator('#afvisning-5-til').fill('operator:bo');
  await page.locator('#behandling ~ section button[type=submit]').first().click();
  await page.locator('#besked').waitFor();
  assert.match(await page.locator('#besked').textContent(), /Givet til en anden: 1\./);
  assert.match(await page.locator('main').textContent(), /Taget af operator:bo/);
  assert.deepEqual(await visitor.violations(), []);
  // Who has cases already can be chosen on the list.
  await visitor.go('/afviste/liste?hos=operator%3Abo');
  assert.equal(await page.locator('#valgte-kendte option[value="operator:bo"]').count(), 1);
  assert.deepEqual(await visitor.violations(), []);
  await visitor.picture('givet');
  await visitor.close();
});

test('all boxes are ticked at once', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/afviste/liste?system=Omsorg+Online');
  await visitor.page.getByLabel('Vælg alle på siden').check();
  const boxes = visitor.page.locator('input[name=valgt]');
  const count = await boxes.count();
  assert.ok(count > 1);
  assert.equal(await visitor.page.locator('input[name=valgt]:checked').count(), count);
  await visitor.page.locator('#valgte-handling').selectOption('note');
  await visitor.page.locator('#valgte-tekst').fill('<b>note</b> om æøå');
  await visitor.page.locator('form.tr-bulk button[type=submit]').click();
  await visitor.page.locator('#besked').waitFor();
  assert.match(await visitor.page.locator('#besked').textContent(), new RegExp(`Note skrevet på: ${count}`));
  await visitor.page.locator('a.tr-id').first().click();
  assert.match(await visitor.page.locator('.tr-timeline .tr-said').last().textContent(), /<b>note<\/b> om æøå/);
  await visitor.close();
});

test('pages follow each other by key', async () => {
  const visitor = await stage.visitor('rie');
  await visitor.go('/afviste/liste');
  const seen = new Set();
  for (;;) {
    const ids = await visitor.page.locator('a.tr-id').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    for (const id of ids) {
      assert.ok(!seen.has(id), `${id} twice`);
      seen.add(id);
    }
    const next = visitor.page.getByRole('link', { name: 'Næste side' });
    if (await next.count() === 0) break;
    await next.click();
  }
  assert.ok(seen.size > 100);
  assert.equal(await visitor.page.locator('input[name=valgt]').count(), 0, 'a reader has nothing to tick');
  await visitor.close();
});

test('a whole group is checked again as a job that is followed', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/afviste/liste?kode=LTT-CITIZEN-IDENTIFIER-MISSING');
  await visitor.page.locator('#job-handling').selectOption('proev');
  await visitor.page.getByRole('button', { name: 'Start for alle' }).click();
  await visitor.page.waitForURL('**/job/*');
  await visitor.picture('job-i-gang');
  assert.deepEqual(await visitor.violations(), []);
  await visitor.page.locator('#fremdrift .badge-success').waitFor({ timeout: 60000 });
  await visitor.picture('job-faerdig');
  await visitor.close();
});

test('a job is stopped', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/afviste/liste?kode=FHIR-JSON-SYNTAX');
  await visitor.page.locator('#job-handling').selectOption('luk');
  await visitor.page.locator('#job-tekst').fill('Fejl hos fagsystemet');
  await visitor.page.getByRole('button', { name: 'Start for alle' }).click();
  await visitor.page.getByRole('button', { name: 'Stop jobbet' }).click();
  await visitor.page.locator('#besked').waitFor();
  assert.match(await visitor.page.locator('#fremdrift').textContent(), /Stoppet/);
  await visitor.close();
});

test('a finding leads to its line, its code to the standard', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/indberetning/40');
  await visitor.page.getByRole('link', { name: /Gå til linje/ }).first().click();
  const line = visitor.page.locator('.line:target');
  assert.match(await line.textContent(), /period/);
  assert.ok(await line.isVisible());
  await visitor.page.locator('.tr-finding a.tr-code').first().click();
  await visitor.page.waitForURL('**/standard#*');
  assert.ok(await visitor.page.locator('tr:target').isVisible());
  await visitor.close();
});

test('the CPR number is shown with a reason, once', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/indberetning/40');
  assert.equal(await visitor.page.locator('.tr-cpr').textContent(), '******-****');
  await visitor.page.getByLabel('Hvorfor har du brug for CPR-nummeret?').fill('Skolen ringede om barnet');
  await visitor.page.getByRole('button', { name: 'Vis CPR' }).click();
  await visitor.page.locator('.tr-cpr.shown').waitFor();
  assert.equal(await visitor.page.locator('.tr-cpr').textContent(), '050514-9996');
  assert.ok(!visitor.page.url().includes('0505'));
  assert.deepEqual(await visitor.violations(), []);
  await visitor.picture('cpr-vist');
  await visitor.go('/indberetning/40');
  assert.equal(await visitor.page.locator('.tr-cpr').textContent(), '******-****');
  await visitor.close();
});

test('a destination is paused and goes on; something is sent again', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/leverancer');
  await visitor.page.locator('#grund-national').fill('Modtageren flytter');
  await visitor.page.locator('form[action="/leverancer/national/pause"] button').click();
  await visitor.page.getByText('På pause').first().waitFor();
  await visitor.picture('leverancer-pause');
  await visitor.page.getByRole('button', { name: 'Genoptag' }).click();
  await visitor.page.getByText('national leverer igen').waitFor();
  await visitor.go(pages.genafspil);
  await visitor.page.getByRole('button', { name: 'Send igen' }).click();
  await visitor.page.waitForURL('**/genafspilning/*');
  await visitor.page.locator('#fremdrift .badge-success').waitFor({ timeout: 30000 });
  assert.deepEqual(await visitor.violations(), []);
  await visitor.close();
});

test('everything works without a script', async () => {
  const visitor = await stage.visitor('anne', { javaScriptEnabled: false });
  await visitor.go('/afviste/liste?system=Kommunesystemer+ApS');
  await visitor.page.locator('input[name=valgt]').first().check();
  await visitor.page.locator('#valgte-handling').selectOption('luk');
  await visitor.page.locator('#valgte-tekst').fill('Dobbelt indberetning');
  await visitor.page.locator('form.tr-bulk button[type=submit]').click();
  assert.match(await visitor.page.locator('#besked').textContent(), /Lukket: 1\./);
  assert.deepEqual(visitor.troubles, []);
  await visitor.context.close();
});

test('a scoped operator sees nothing of others', async () => {
  const visitor = await stage.visitor('bo');
  for (const path of ['/indberetning/10', '/kommuner/22222222']) {
    assert.equal((await visitor.go(path)).status(), 404);
  }
  assert.equal((await visitor.go('/leverancer')).status(), 403);
  await visitor.go('/afviste/liste?tilstand=aaben&tilstand=behandles&tilstand=tilbage&tilstand=igennem&tilstand=lukket');
  assert.ok(!(await visitor.page.content()).includes('Bjergby'));
  assert.equal(await visitor.page.getByRole('link', { name: 'Leverancer' }).count(), 0);
  await visitor.picture('bo-liste');
  await visitor.close();
});

test('hostile text stays text', async () => {
  const visitor = await stage.visitor('anne');
  const hostile = '<script>window.hacked=1</script>';
  for (const path of ['/afviste', '/afviste/liste', '/indberetning/2390',
    `/afviste/liste?tekst=${encodeURIComponent(hostile)}&system=${encodeURIComponent(`"><img src=x onerror=window.hacked=1>`)}`]) {
    await visitor.go(path);
    assert.ok((await visitor.page.locator('main').textContent()).includes('<'), path);
    await visitor.noTroubles();
  }
  await visitor.close();
});

test('somebody logs out', async () => {
  const visitor = await stage.visitor('anne');
  await visitor.go('/overblik');
  await visitor.page.getByRole('button', { name: 'Log ud' }).click();
  await visitor.page.getByText('Logget ud').waitFor();
  await visitor.close();
});
