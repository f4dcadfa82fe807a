// A whole gateway with an older code system in use: what was rejected is found
// and settled, two collide, destinations are held back, and who is scoped to
// one municipality gets nothing of another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, facts, holbaek, korsbaek, openBrowser, Person, tell, tellTimes, until, url } from './gateway.mjs';

let olga;
let code; // of what the newer code system will mend
let lastJob; // of Olga's, about all municipalities

before(async () => {
  await openBrowser();
  olga = await Person.logIn(/Olga/);
});
after(async () => {
  tellTimes();
  await closeBrowser();
});

const danish = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '.');
const both = (count) => count.holbaek + count.korsbaek;
const groupList = (more = '') => `/afviste/liste?kode=${code}${more}`;
const keyOf = async (person) => (await person.page.locator('a.tr-id').first().getAttribute('href')).split('/').pop();

// Cells of the table's row that begins with the name.
const row = (person, name) => person.page.locator('tbody tr', { has: person.page.locator('th', { hasText: name }) }).first();

test('the overview has what came', async () => {
  await olga.go('/overblik', 'overblik');
  assert.match(await row(olga, 'Holbæk').innerText(), new RegExp(`\\s${danish(facts.received.holbaek)}\\s+${danish(facts.wrong.holbaek + facts.faulty.holbaek)}\\s`));
  assert.match(await row(olga, 'Korsbæk').innerText(), new RegExp(`\\s${danish(facts.received.korsbaek)}\\s`));
  const rejected = both(facts.wrong) + both(facts.faulty);
  const accepted = both(facts.received) - rejected;
  tell(`received ${both(facts.received)}, rejected ${rejected}, refused by the receiver ${both(facts.refused)}`);
  if (new Date().toLocaleDateString('sv', { timeZone: 'Europe/Copenhagen' }) !== facts.day) return; // "today" was cut in two
  assert.deepEqual(await olga.facts('.tr-flow-words'), {
    Modtaget: danish(both(facts.received)),
    Godkendt: danish(accepted),
    'Leveret og besvaret': danish(accepted),
    Bekræftet: danish(accepted - both(facts.refused)),
    'Afvist af kontrollen': danish(rejected),
    'Afvist af modtageren': danish(both(facts.refused)),
  });
});

test('a group is found, and read to its end or through three pages', async () => {
  await olga.go('/afviste', 'grupper');
  await olga.isUsable('grupper-fulde');
  const first = olga.page.locator('tbody tr').first();
  code = await first.locator('.tr-code').innerText();
  assert.match(await first.innerText(), new RegExp(`\\s${danish(facts.wrong.holbaek)}\\s`));
  await first.locator('a.button').click();
  await olga.page.waitForURL('**/afviste/liste?*');
  await olga.timed('liste');
  await olga.isUsable('liste-fuld');
  const seen = new Set();
  for (let page = 0; page < 3; ++page) {
    for (const id of await olga.page.locator('a.tr-id').allInnerTexts()) {
      assert.ok(!seen.has(id), `${id} twice`);
      seen.add(id);
    }
    const next = olga.page.getByRole('link', { name: 'Næste side' });
    if (await next.count() === 0) break;
    await next.click();
    await olga.timed('liste, næste side');
  }
  assert.ok(seen.size === facts.wrong.holbaek || seen.size >= 100, `${seen.size} seen`);
  await olga.go(`/afviste/liste?kode=${code}&kommune=${korsbaek}&afvist_af=kontrol&tekst=kode&fra=${facts.day}`, 'liste, med filter');
  assert.ok(await olga.page.locator('a.tr-id').count() > 0);
  assert.ok(!(await olga.text('tbody')).includes('Holbæk'));
});

test('each act from the list, its answer, and what is missing said', async () => {
  await olga.go(groupList());
  const key = await keyOf(olga);
  assert.match(await olga.act('form.tr-bulk', 'tag'), /Sæt kryds/);
  const steps = [
    ['tag', '', /Taget: 1\./],
    ['note', '', /./, 'error'],
    ['note', 'Ringet til leverandøren.', /Note skrevet på: 1\./],
    ['fri', '', /Givet fri: 1\./],
    ['proev', '', /Prøvet igen: 1\. Gået igennem: 0\./],
    ['tilbage', '', /./, 'error'],
    ['tilbage', 'Brug en kode fra den nye udgave, og send igen.', /Sendt tilbage til leverandøren: 1\./],
  ];
  for (const [act, text, answer, kind] of steps) {
    await olga.page.locator(`tr:has(a[href="/indberetning/${key}"]) input[name=valgt]`).check();
    assert.match(await olga.act('form.tr-bulk', act, text), answer, act);
    assert.equal(await olga.page.locator('#besked.alert-error').count(), kind ? 1 : 0, `${act} ${text}`);
  }
  assert.equal(await olga.page.locator(`a[href="/indberetning/${key}"]`).count(), 0, 'no longer open');
  await olga.go(`/indberetning/${key}`, 'indberetning');
  for (const word of ['Taget', 'Ringet til leverandøren.', 'Givet fri', 'Brug en kode fra den nye udgave, og send igen.', 'Olga Operatør']) {
    assert.ok((await olga.text()).includes(word), word);
  }
  await olga.isUsable('indberetning-sendt-tilbage');
});

test('each act from a report, and a finding leads to its line', async () => {
  await olga.go(groupList());
  await olga.page.locator('a.tr-id').nth(1).click();
  await olga.page.waitForURL('**/indberetning/*');
  const form = 'form[action$="/handling"]';
  assert.match(await olga.act(form, 'note', 'Set på.'), /Note skrevet på: 1\./);
  assert.match(await olga.act(form, 'tag'), /Taget: 1\./);
  assert.match(await olga.text('.tr-panel >> nth=0'), /Taget af/);
  assert.match(await olga.act(form, 'proev'), /Gået igennem: 0\./);
  await olga.page.getByRole('link', { name: /Gå til linje/ }).first().click();
  assert.ok(await olga.page.locator('.line:target').isVisible());
  assert.match(await olga.act(form, 'luk'), /./);
  assert.equal(await olga.page.locator('#besked.alert-error').count(), 1, 'no reason given');
  assert.match(await olga.act(form, 'luk', 'Barnet er flyttet; kommunen har slettet sagen.'), /Lukket: 1\./);
  assert.equal(await olga.page.locator(form).count(), 0, 'nothing more to do');
  await olga.isUsable('indberetning-lukket');
  await olga.go('/afviste/liste?tilstand=lukket&tilstand=tilbage');
  assert.equal(await olga.page.locator('a.tr-id').count(), 2);
});

test('the CPR number is shown with a reason only, once', async () => {
  await olga.go(groupList());
  await olga.page.locator('a.tr-id').first().click();
  await olga.page.waitForURL('**/indberetning/*');
  assert.ok(!/\b\d{6}-?\d{4}\b/.test(await olga.text()), 'no number before');
  const reason = olga.page.getByLabel('Hvorfor har du brug for CPR-nummeret?');
  const reveal = olga.page.getByRole('button', { name: 'Vis CPR' });
  await reason.fill('nej');
  await reveal.click();
  await olga.page.locator('#besked.alert-error').waitFor();
  await reason.fill('Skolen ringede om barnet');
  await reveal.click();
  await olga.page.locator('.tr-cpr.shown').waitFor();
  assert.match(await olga.text('.tr-cpr'), /^\d{6}-\d{4}$/);
  assert.ok(!/\d{10}|\d{6}-\d{4}/.test(olga.page.url()));
  await olga.isUsable('cpr-vist');
  await olga.page.goto(olga.page.url().replace(/\/cpr$/, ''));
  assert.equal(await olga.text('.tr-cpr'), '******-****');
});

test('the second of two operators is told what the first did', async () => {
  const holger = await Person.logIn(/Holger/);
  const people = [olga, holger];
  for (const person of people) {
    await person.go(groupList(`&kommune=${holbaek}`));
    await person.page.locator('input[name=valgt]').nth(3).check();
  }
  assert.match(await olga.act('form.tr-bulk', 'tag'), /Taget: 1\./);
  assert.match(await holger.act('form.tr-bulk', 'luk', 'Dobbelt.'), /Ikke ændret.*Olga Operatør /s);
  await holger.isUsable('konflikt-liste');
  // From two pages of one report, a message each: the second's is not sent.
  await olga.go(groupList(`&kommune=${holbaek}`));
  const key = await keyOf(olga);
  for (const person of people) await person.go(`/indberetning/${key}`);
  const form = 'form[action$="/handling"]';
  assert.match(await holger.act(form, 'tilbage', 'Holgers besked'), /Sendt tilbage til leverandøren: 1\./);
  assert.match(await olga.act(form, 'tilbage', 'Olgas besked'), /Holger Holbæk/);
  assert.match(await olga.text(), /Holgers besked/);
  assert.ok(!(await olga.text()).includes('Olgas besked'));
  await olga.isUsable('konflikt-indberetning');
  await holger.logOut();
});

test('a job goes through all that match a filter', async () => {
  await olga.go(groupList(`&kommune=${korsbaek}`));
  const done = await olga.job('tag');
  assert.equal(done['Udført'], danish(facts.wrong.korsbaek));
  lastJob = new URL(olga.page.url()).pathname;
  await olga.isUsable('job-taget');
  await olga.go('/afviste/liste?hos=mig');
  assert.ok(await olga.page.locator('a.tr-id').count() > 0);
});

test('a job is stopped', { skip: !facts.full && 'over before a hand gets there' }, async () => {
  await olga.go('/afviste/liste');
  const form = olga.page.locator('form[action="/job"]');
  await form.locator('select[name=handling]').selectOption('proev');
  await form.locator('button[type=submit]').click();
  await olga.page.getByRole('button', { name: 'Stop jobbet' }).click();
  await olga.said.waitFor();
  assert.match(await olga.text('#fremdrift'), /Stoppet/);
  await olga.isUsable('job-stoppet');
});

test('language and appearance are chosen, and kept', async () => {
  await olga.go('/afviste');
  await olga.page.getByRole('link', { name: 'English' }).click();
  assert.equal(await olga.text('h1'), 'Rejected');
  await olga.page.getByRole('link', { name: 'Dark', exact: true }).click();
  await olga.go('/kommuner', 'kommuner');
  assert.equal(await olga.page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(await olga.text('h1'), 'Municipalities');
  await olga.page.getByRole('link', { name: 'Dansk' }).click();
  await olga.page.getByRole('link', { name: 'Lys', exact: true }).click();
  assert.equal(await olga.page.locator('html').getAttribute('data-theme'), 'light');
  assert.equal(await olga.text('h1'), 'Kommuner');
});

test('a destination is held back and goes on; what was delivered is sent again', async () => {
  for (const path of ['/leverancer', '/leverancer/national/genafspil', '/genafspilning/1']) {
    assert.equal((await olga.go(path)).status(), 403, 'Olga does not deliver');
  }
  assert.equal((await olga.post('/leverancer/national/pause', { grund: 'Må jeg?' })).status, 403);
  await olga.isUsable('ingen-adgang');
  const dorte = await Person.logIn(/Dorte/, '/leverancer');
  const { page } = dorte;
  await dorte.timed('leverancer');
  await page.locator('#grund-national').fill('Modtageren flytter');
  await page.getByRole('button', { name: 'Sæt på pause' }).click();
  await dorte.said.waitFor();
  assert.match(await dorte.text(), /Sat på pause af Dorte Drift.*Modtageren flytter/s);
  await dorte.isUsable('leverancer-pause');
  const again = await dorte.post('/leverancer/national/pause', { grund: 'Også mig' });
  assert.match(again.text, /Allerede sat på pause af Dorte Drift/);
  await dorte.go('/overblik');
  assert.match(await dorte.text(), /national er sat på pause: Modtageren flytter/);
  await dorte.go('/leverancer');
  await page.getByRole('button', { name: 'Genoptag' }).click();
  await page.getByText('national leverer igen').waitFor();
  await page.getByRole('link', { name: 'Send noget igen' }).click();
  await page.locator('#felt-fra').fill(`${facts.day}T00:00`);
  await page.locator('#felt-til').fill('2099-01-01T00:00');
  await page.locator('#felt-kommune').selectOption(korsbaek);
  await page.getByRole('button', { name: 'Tæl op' }).click();
  await page.getByText('Det vil blive sendt igen').waitFor();
  await dorte.timed('genafspil, talt op');
  await page.getByRole('button', { name: 'Send igen' }).click();
  await page.waitForURL('**/genafspilning/*');
  await page.locator('#fremdrift .badge-success').waitFor({ timeout: 240000 });
  const sent = await dorte.facts('#fremdrift');
  assert.equal(sent['Endnu ikke besvaret igen'], '0');
  tell(`sent again: ${sent['Leverancer sat til at blive sendt igen']} batches, ${sent.Indberetninger} reports`);
  await dorte.isUsable('genafspilning-faerdig');
  await dorte.logOut();
});

test('who may not come in is told why; nobody sees a page without a login', async () => {
  for (const [name, why] of [[/Gerda/, 'ROLE_MISSING'], [/Laura/, 'LOW']]) {
    const person = await Person.logIn(name);
    assert.ok((await person.text()).includes(why), `${why}: ${await person.text()}`);
    await person.isUsable(`afvist-login-${why.toLowerCase()}`);
    for (const path of ['/overblik', '/afviste', '/afviste/liste', '/job', '/leverancer', '/kommuner', `/indberetning/${facts.elsewhere}`]) {
      const answer = await person.context.request.get(url + path, { maxRedirects: 0 });
      assert.equal(answer.status(), 303, path);
      assert.ok(answer.headers().location.startsWith('/login') || !answer.headers().location.startsWith(url), path);
    }
    await person.context.close();
  }
});

test('who is scoped to one municipality gets nothing of another by its address', async () => {
  await olga.go(`/indberetning/${facts.elsewhere}`);
  assert.match(await olga.text(), /Korsbæk.*Møllesystemet|Møllesystemet.*Korsbæk/s);
  const [foreign] = await olga.page.locator('input[name=valgt]').evaluateAll((all) => all.map((one) => one.value));
  const id = (await olga.text('h1')).split(' ')[1];
  await olga.act('form[action$="/handling"]', 'note', 'Kun for Korsbæk: hemmelignote');
  const holger = await Person.logIn(/Holger/);
  const nothingIn = (text, where) => {
    for (const word of ['Korsbæk', 'Møllesystemet', 'hemmelignote', id]) assert.ok(!text.includes(word), `${word} in ${where}`);
  };
  // What differs from answer to answer, what the asker has written, and the
  // digest of it that the address of a next page begins with, aside.
  const plain = (text, asked) => [asked, encodeURIComponent(asked), encodeURIComponent(encodeURIComponent(asked))].reduce(
    (left, one) => left.replaceAll(new RegExp(`(?<!\\d)${one}(?!\\d)`, 'g'), 'X'),
    text.replaceAll(/name="csrf" value="[^"]*"/g, '').replaceAll(/[0-9a-f]{12,}/g, 'N').replaceAll(/side=[\w-]{11}/g, 'side=X'));
  const read = async (path) => holger.page.evaluate(async (from) => {
    const begun = performance.now();
    const answer = await fetch(from);
    const text = await answer.text();
    return { status: answer.status, text, took: performance.now() - begun };
  }, path);
  await holger.go('/overblik');

  // What there is elsewhere is answered as what there is not.
  const pairs = [
    ['%', `/indberetning/${facts.elsewhere}`, '/indberetning/987654321'],
    ['%', `/indberetning/${facts.refusedElsewhere}`, '/indberetning/987654321'],
    ['%', `/kommuner/${korsbaek}`, '/kommuner/87654321'],
    ['%', lastJob, '/job/987654321'],
    ['/afviste/liste?kommune=%', korsbaek, '87654321'],
    ['/afviste/liste?kommune=%&tilstand=igennem&tilstand=lukket', korsbaek, '87654321'],
    [`/afviste/liste?kommune=%&tekst=kode&kode=${code}`, korsbaek, '87654321'],
    ['/afviste/liste?system=%', 'Møllesystemet', 'Findesikke'],
    ['/afviste/liste?tekst=%', 'hemmelignote', 'findesikke'],
  ];
  for (const [path, there, nowhere] of pairs) {
    const took = [[], []];
    for (let i = 0; i < 9; ++i) {
      const [one, other] = [await read(path.replace('%', there)), await read(path.replace('%', nowhere))];
      took[0].push(one.took);
      took[1].push(other.took);
      if (i > 0) continue;
      assert.equal(one.status, other.status, path);
      assert.equal(plain(one.text, there), plain(other.text, nowhere), path);
      nothingIn(plain(one.text, there), path);
    }
    const [one, other] = took.map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
    assert.ok(Math.abs(one - other) < Math.max(10, one, other) / 2 + 5, `${path}: ${one} ms and ${other} ms`);
  }

  // Nor can anything be done there.
  const acts = [
    ['%/handling', { handling: 'luk', tekst_til_handling: 'Dobbelt.', valgt: foreign }, `/indberetning/${facts.elsewhere}`, '/indberetning/987654321'],
    ['%/cpr', { begrundelse: 'Skolen ringede om barnet' }, `/indberetning/${facts.elsewhere}`, '/indberetning/987654321'],
    ['/afviste/handling', { handling: 'luk', tekst_til_handling: 'Dobbelt.', valgt: '%' }, foreign, '987654321:1'],
    ['/afviste/handling', { handling: 'proev', tekst_til_handling: '', valgt: '%' }, foreign, '987654321:1'],
    ['/job', { handling: 'luk', tekst_til_handling: 'Dobbelt.', kommune: '%' }, korsbaek, '87654321'],
    ['%/stop', {}, lastJob, '/job/987654321'],
  ];
  for (const [path, fields, there, nowhere] of acts) {
    const answers = [];
    for (const asked of [there, nowhere]) {
      const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.replace('%', asked)]));
      const answer = await holger.post(path.replace('%', asked), values);
      // A job of one's own is begun, about nothing: its page tells how far it is.
      const text = path === '/job' ? answer.text.match(/<dd>\d+ af \d+</)[0] : plain(answer.text, asked);
      answers.push({ status: answer.status, text });
    }
    assert.deepEqual(answers[0], answers[1], path);
    nothingIn(answers[0].text, path);
  }
  await until('a job about nothing ends', async () => {
    await holger.go('/job');
    return !(await holger.text()).includes('I gang');
  });

  // His own pages have his own municipality's, and count nothing else.
  for (const path of ['/overblik', '/afviste', '/afviste/liste', '/afviste/liste?tilstand=aaben&tilstand=behandles&tilstand=tilbage&tilstand=igennem&tilstand=lukket', '/kommuner', `/kommuner/${holbaek}`, '/standard']) {
    assert.equal((await holger.go(path, `${path.split('?')[0]} (én kommune)`)).status(), 200, path);
    nothingIn(await holger.page.content(), path);
  }
  await holger.go('/overblik');
  assert.match(await row(holger, 'Holbæk').innerText(), new RegExp(`\\s${danish(facts.received.holbaek)}\\s`));
  assert.equal(await holger.page.locator('a[href="/leverancer"]').count(), 0);
  await holger.isUsable('holger-overblik');
  await holger.go('/job');
  nothingIn((await holger.page.content()).replaceAll(`CVR ${korsbaek}`, ''), '/job');
  for (const path of ['/leverancer', '/leverancer/national/genafspil', '/genafspilning/1']) {
    assert.equal((await holger.go(path)).status(), 403, path);
  }
  await holger.logOut();
  await olga.go(`/indberetning/${facts.elsewhere}`);
  assert.ok(!(await olga.text()).includes('Dobbelt.'), 'nothing was done to it');
});

test('somebody logs out', async () => {
  await olga.go('/overblik');
  await olga.logOut();
});
