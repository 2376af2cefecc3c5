// Keeps a page of a sitting as the sitting stands. The stream tells a version and nothing
// else; a newer one than the page's has the page fetched anew, and its parts marked
// data-live are put in place of the old ones. A part with a field somebody is in, or has
// changed, stays as it is: a line offers to show the page anew instead.
(() => {
  'use strict';
  const own = document.currentScript, here = location.pathname + location.search;
  let version = +own.dataset.version, wanted = version, looking = false, stream, late, again;

  const note = (name, shown) => {
    const line = document.querySelector(`[data-live-note="${name}"]`);
    if (line) line.hidden = !shown;
  };

  const changed = (f) => f.type === 'hidden' || f.type === 'submit' ? false
    : f.type === 'checkbox' || f.type === 'radio' ? f.checked !== f.defaultChecked
    : f.tagName === 'SELECT' ? f.selectedIndex !== Math.max(0, [...f.options].findIndex((o) => o.defaultSelected))
    : f.value !== f.defaultValue;

  const fields = 'input, select, textarea';
  const typed = (part) => [...part.querySelectorAll(fields)].some((f) => f === document.activeElement || changed(f));

  const words = (e) => e.textContent.trim();
  const twin = (part, e) => [...part.querySelectorAll(e.localName)].find((o) => words(o) === words(e) && o.getAttribute('href') === e.getAttribute('href'));

  const replace = (old, fresh) => {
    const unfolded = [...old.querySelectorAll('details[open] > summary')], at = document.activeElement;
    const focused = old.contains(at) && at !== old && at;
    for (const s of unfolded) twin(fresh, s)?.parentElement.setAttribute('open', '');
    const next = focused && (focused.id && fresh.querySelector('#' + CSS.escape(focused.id)) || twin(fresh, focused));
    old.replaceChildren(...fresh.childNodes);
    if (!focused) return;
    if (!next) old.tabIndex = -1;
    (next || old).focus({ preventScroll: true });
  };

  // Returns whether the part now is as the fresh one.
  const renew = (old, fresh) => {
    if (old.innerHTML === fresh.innerHTML) return true;
    if (!typed(old)) { replace(old, fresh); return true; }
    for (const part of old.querySelectorAll('[data-live]')) {
      const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (other && !typed(part)) replace(part, other);
    }
    return false;
  };

  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      do {
        const aim = wanted, answer = await fetch(here, { cache: 'no-store' });
        if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const script = page.querySelector('script[data-events]');
        let same = answer.ok && !answer.redirected;
        if (same) {
          for (const old of document.querySelectorAll('[data-live]')) {
            if (old.parentElement.closest('[data-live]')) continue;
            const fresh = page.querySelector(`[data-live="${old.dataset.live}"]`);
            if (!fresh || !renew(old, fresh)) same = false;
          }
        }
        version = Math.max(aim, script ? +script.dataset.version : 0);
        note('changed', !same);
        if (!script) { stop(); version = Infinity; }
      } while (version < wanted);
    } catch {
      setTimeout(look, 3000);
    } finally {
      looking = false;
    }
  };

  const stop = () => { stream?.close(); stream = null; clearTimeout(late); clearTimeout(again); late = 0; };

  const follow = () => {
    if (stream || document.hidden || version === Infinity) return;
    stream = new EventSource(own.dataset.events);
    stream.onopen = () => { clearTimeout(late); late = 0; note('lost', false); };
    stream.onmessage = (e) => { wanted = Math.max(wanted, +e.data); if (wanted > version) look(); };
    stream.onerror = () => {
      late ||= setTimeout(() => note('lost', true), 8000);
      if (stream?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      stream = null;
      again = setTimeout(() => { look(); follow(); }, 15000);
    };
  };

  // A speech has its seconds from when its words came to the page.
  const ends = new WeakMap();
  setInterval(() => {
    for (const e of document.querySelectorAll('[data-seconds]')) {
      if (!ends.has(e)) ends.set(e, Date.now() + e.dataset.seconds * 1000);
      const left = Math.round((ends.get(e) - Date.now()) / 1000), m = Math.trunc(Math.abs(left) / 60), s = Math.abs(left) % 60;
      const said = (left < 0 ? e.dataset.over : e.dataset.left).replace('{m}', m).replace('{ss}', String(s).padStart(2, '0')).replace('{s}', s);
      if (e.textContent !== said) e.textContent = said;
    }
  }, 1000);

  document.addEventListener('visibilitychange', () => document.hidden ? stop() : follow());
  addEventListener('pagehide', stop);
  addEventListener('pageshow', (e) => e.persisted && follow());
  follow();
})();
