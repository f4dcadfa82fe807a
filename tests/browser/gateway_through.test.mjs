// The same gateway with a newer code system in use: what was rejected wrongly
// is checked again, goes through, and is seen confirmed by the receiver. In the
// end every page is looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, facts, korsbaek, lookAtAll, openBrowser, Person, tell, tellTimes, until } from './gateway.mjs';

let dorte; // operates and delivers, for all municipalities
let code; // of what the newer code system has mended
let through; // the report whose way is followed
const jobs = [];

before(async () => {
  await openBrowser();
  dorte = await Person.logIn(/Dorte/, '/afviste');
});
after(async () => {
  tellTimes();
  await closeBrowser();
});

const number = (text) => Number(text.replaceAll('.', ''));
const groupList = (more = '') => `/afviste/liste?kode=${code}${more}`;

test('one goes through: it waits while the receiver is held back, then it is confirmed', async () => {
  const { page } = dorte;
  code = await page.locator('tbody tr').first().locator('.tr-code').innerText();
  await dorte.go('/leverancer');
  await page.locator('#grund-national').fill('Modtageren flytter');
  await page.getByRole('button', { name: 'Sæt på pause' }).click();
  await dorte.said.waitFor();
  await dorte.go(groupList());
  await page.locator('a.tr-id').first().click();
  await page.waitForURL('**/indberetning/*');
  through = new URL(page.url()).pathname;
  assert.match(await dorte.act('form[action$="/handling"]', 'proev'), /Prøvet igen: 1\. Gået igennem: 1\./);
  assert.match(await dorte.text(), /Prøvet igen og gået igennem/);
  assert.match(await row(dorte, 'national').innerText(), /Venter/);
  await dorte.isUsable('indberetning-venter');
  await dorte.go('/leverancer');
  assert.equal((await dorte.facts('.tr-panel'))['Indberetninger, der venter'], '1');
  await page.getByRole('button', { name: 'Genoptag' }).click();
  await page.getByText('national leverer igen').waitFor();
  await until('the receiver confirms it', async () => {
    await dorte.go(through);
    return /Bekræftet/.test(await row(dorte, 'national').innerText());
  });
  assert.match(await dorte.text('main'), /Gået igennem efter nye regler.*Sendt til modtageren.*Bekræftet af modtageren/s);
  assert.match(await row(dorte, 'national').innerText(), /NR-\d+/, 'with the receiver\'s reference');
  await dorte.isUsable('indberetning-bekraeftet');
});

const row = (person, name) => person.page.locator('tbody tr', { has: person.page.locator('th', { hasText: name }) }).first();

test('those that are ticked go through in one act', async () => {
  await dorte.go(groupList());
  for (const at of [0, 1, 2]) await dorte.page.locator('input[name=valgt]').nth(at).check();
  assert.match(await dorte.act('form.tr-bulk', 'proev'), /Prøvet igen: 3\. Gået igennem: 3\./);
});

test('a group goes through as a job that is followed', async () => {
  await dorte.go('/afviste');
  await dorte.page.locator('tbody tr').first().locator('a.button').click();
  await dorte.page.waitForURL('**/afviste/liste?*');
  const begun = Date.now();
  const done = await dorte.job('proev');
  tell(`a group checked again: ${done['Gennemgået']}, gone through ${done['Gået igennem']}, in ${Date.now() - begun} ms as seen on the page`);
  assert.ok(number(done['Gået igennem']) > 0.9 * facts.wrong.holbaek - 10, JSON.stringify(done));
  assert.equal(done['Uændret'], '0');
  jobs.push(new URL(dorte.page.url()).pathname);
  await dorte.isUsable('job-gruppe');
});

test('all that match a filter go through; what is faulty stays', async () => {
  await dorte.go(`/afviste/liste?kommune=${korsbaek}&afvist_af=kontrol&fra=${facts.day}`);
  const korsbaeks = await dorte.job('proev');
  assert.equal(number(korsbaeks['Gået igennem']), facts.wrong.korsbaek);
  await dorte.go('/afviste/liste?afvist_af=kontrol');
  const rest = await dorte.job('proev');
  assert.equal(number(rest['Uændret']), facts.faulty.holbaek);
  assert.equal(rest['Gået igennem'], '0');
  await dorte.isUsable('job-uaendret');
  jobs.push(new URL(dorte.page.url()).pathname);
  await dorte.go(groupList());
  assert.equal(await dorte.page.locator('a.tr-id').count(), 0, 'none of the code is open any more');
  await dorte.go('/afviste/liste?afvist_af=kontrol');
  await dorte.page.locator('a.tr-id').first().click();
  await dorte.page.waitForURL('**/indberetning/*');
  assert.match(await dorte.text(), /Prøvet igen, stadig afvist\s.*Dorte Drift/s);
});

test('all are seen confirmed', async () => {
  await until('nothing waits any more', async () => {
    await dorte.go('/leverancer', 'leverancer');
    return (await dorte.facts('.tr-panel'))['Indberetninger, der venter'] === '0';
  });
  await dorte.go('/afviste/liste?tilstand=igennem', 'liste, gået igennem');
  const pages = await dorte.page.locator('a.tr-id').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const page of [...pages.slice(0, 3), pages.at(-1)]) {
    await dorte.go(page, 'indberetning');
    assert.match(await row(dorte, 'national').innerText(), /Bekræftet.*NR-\d+/s, page);
  }
  await dorte.go('/overblik', 'overblik');
  if (new Date().toLocaleDateString('sv', { timeZone: 'Europe/Copenhagen' }) !== facts.day) return; // "today" was cut in two
  const today = await dorte.facts('.tr-flow-words');
  tell(`confirmed today: ${today['Bekræftet']} of ${today.Modtaget}`);
  assert.equal(number(today['Leveret og besvaret']), number(today['Bekræftet']) + number(today['Afvist af modtageren']));
});

test('every page, in both languages and appearances, wide and narrow', async () => {
  await dorte.go('/afviste/liste?tilstand=tilbage');
  const returned = await dorte.page.locator('a.tr-id').first().getAttribute('href');
  await dorte.go('/afviste/liste?tilstand=aaben&tilstand=behandles');
  const open = await dorte.page.locator('a.tr-id').first().getAttribute('href');
  await lookAtAll(dorte, {
    overblik: '/overblik',
    grupper: '/afviste',
    liste: '/afviste/liste',
    'liste-alle': '/afviste/liste?tilstand=aaben&tilstand=behandles&tilstand=tilbage&tilstand=igennem&tilstand=lukket&kommune=29189447',
    'liste-tom': '/afviste/liste?kode=FINDES-IKKE',
    indberetning: open,
    'indberetning-tilbage': returned,
    'indberetning-igennem': through,
    'indberetning-modtager': `/indberetning/${facts.refusedHere}`,
    job: '/job',
    'job-faerdig': jobs.at(-1),
    leverancer: '/leverancer',
    genafspil: `/leverancer/national/genafspil?fra=${facts.day}T00:00&til=2099-01-01T00:00&kommune=`,
    genafspilning: '/genafspilning/1',
    kommuner: '/kommuner',
    kommune: '/kommuner/29189447',
    standard: '/standard',
    'findes-ikke': '/indberetning/987654321',
    hjaelp: '/help/access',
  });
});

test('everybody has logged out', async () => {
  await dorte.go('/overblik');
  await dorte.logOut();
});
