// Small comforts; every page works without.
'use strict';

// A page that follows work in the background looks again by itself.
function follow() {
  const part = document.getElementById('fremdrift');
  if (!part || !part.hasAttribute('data-live')) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { credentials: 'same-origin', redirect: 'error' });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const next = page.getElementById('fremdrift');
        if (next) part.replaceWith(document.importNode(next, true));
        // Buttons and facts around it are others when the work is over.
        if (next && !next.hasAttribute('data-live')) location.reload();
      }
    } catch {
      // The gateway is away for a moment: look again later.
    }
    follow();
  }, 2000);
}

// A box in the heading that ticks all rows.
function tickAll() {
  const form = document.querySelector('form.tr-bulk');
  const head = form && form.querySelector('thead th');
  if (!head) return;
  const boxes = [...form.querySelectorAll('input[name=valgt]')];
  const all = document.createElement('input');
  all.type = 'checkbox';
  all.className = 'tr-box';
  all.setAttribute('aria-label', document.documentElement.lang === 'en' ? 'Choose all on this page' : 'Vælg alle på siden');
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener('change', () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  });
  head.replaceChildren(all);
}

// A field that shows only the rows with its words.
function filterRows() {
  for (const group of document.querySelectorAll('[data-filter]')) {
    const rows = document.getElementById(group.dataset.filter).querySelectorAll('tbody tr');
    const field = group.querySelector('input');
    group.hidden = false;
    field.addEventListener('input', () => {
      const words = field.value.toLowerCase().split(/\s+/);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
  }
}

// A folded part opens when a link leads into it.
function unfold() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  const folded = target && target.closest('details');
  if (folded) folded.open = true;
}

follow();
tickAll();
filterRows();
unfold();
addEventListener('hashchange', unfold);
