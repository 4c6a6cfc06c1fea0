// Halles, for shoppers. Every page works without this script; it only saves taps.
'use strict';
(() => {
  const all = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const year = ';path=/;max-age=31536000;samesite=lax';

  /** The readable cookie "halles" says how full the basket is and whose it is, so that pages can be the same for everybody. */
  const person = () => {
    const raw = (document.cookie.match(/(?:^|; )halles=([^;]*)/) || [])[1] || '';
    try {
      return new URLSearchParams(raw.includes('=') ? raw : decodeURIComponent(raw));
    } catch {
      return new URLSearchParams();
    }
  };

  const greet = () => {
    const who = person();
    const count = parseInt(who.get('n'), 10);
    all('[data-count]', e => { e.textContent = count > 0 ? (count > 99 ? '99+' : count) : ''; });
    const name = who.get('who');
    if (!name) return;
    all('[data-who-name]', e => { e.textContent = name; });
  };

  /** Shows that a form is on its way. Nothing is disabled: the server ignores doubles. */
  const sending = () => {
    addEventListener('submit', e => {
      if (!e.target.matches('[data-once]') || e.defaultPrevented) return;
      const button = e.submitter || e.target.querySelector('.btn');
      if (button) { button.classList.add('is-busy'); button.setAttribute('aria-busy', 'true'); }
    });
    addEventListener('pageshow', () => {
      all('.is-busy', e => { e.classList.remove('is-busy'); e.removeAttribute('aria-busy'); });
      greet();
    });
    // Empty fields of a search make long addresses that say nothing.
    addEventListener('formdata', e => {
      if (e.target.method !== 'get') return;
      [...e.formData].forEach(([name, value]) => { if (value === '') e.formData.delete(name); });
    }, true);
  };

  const steppers = () => all('[data-qty]', box => {
    const field = box.querySelector('input');
    const step = up => {
      try { up ? field.stepUp() : field.stepDown(); } catch { return; }
      field.dispatchEvent(new Event('change', { bubbles: true }));
    };
    all('[data-less],[data-more]', b => {
      b.hidden = false;
      b.addEventListener('click', () => step('more' in b.dataset));
    }, box);
  });

  const icons = { good: 'ok', warm: 'alert', cool: 'clock', bad: 'alert', off: 'off' };

  /** Puts words and state into a tag made by the server: <span class="tag"><svg><use/></svg><span>words</span></span>. */
  const restate = (tag, words, state) => {
    tag.className = 'tag' + (state && state !== 'off' ? ' tag-' + state : '');
    const use = tag.querySelector('use');
    if (use && icons[state]) use.setAttribute('href', use.getAttribute('href').split('#')[0] + '#i-' + icons[state]);
    (tag.querySelector('span') || tag).textContent = words;
  };

  /** #variants maps the chosen values, joined by "|", to what the page says of that variant. The links work without it. */
  const variants = () => {
    const data = document.querySelector('script#variants');
    if (!data) return;
    const table = JSON.parse(data.textContent);
    const picks = [...document.querySelectorAll('a[data-option]')];
    const out = (name, root = document) => root.querySelector('[data-out=' + name + ']');
    addEventListener('click', e => {
      const pick = e.target.closest('a[data-option]');
      if (!pick || e.metaKey || e.ctrlKey || e.shiftKey) return;
      const chosen = [];
      picks.forEach(p => { if (p.hasAttribute('aria-current')) chosen[p.dataset.option] = p.dataset.value; });
      chosen[pick.dataset.option] = pick.dataset.value;
      const found = table[chosen.join('|')];
      if (!found) return; // this combination does not exist: the link leads to the nearest
      e.preventDefault();
      picks.forEach(p => { if (p.dataset.option === pick.dataset.option) p.removeAttribute('aria-current'); });
      pick.setAttribute('aria-current', 'true');
      ['price', 'was', 'unit', 'sku'].forEach(name => all('[data-out=' + name + ']', e => { e.textContent = found[name]; e.hidden = found[name] === ''; }));
      restate(out('stock'), found.stock, found.state);
      found.places.forEach((place, i) => all('[data-place="' + i + '"]', li => {
        restate(out('place', li), place[1], place[0]);
        out('seen', li).textContent = place[2];
      }));
      all('form[data-offer]', form => {
        form.elements.variant.value = found.id;
        form.hidden = !found.buy;
        if (found.max) form.elements.quantity.max = found.max; else form.elements.quantity.removeAttribute('max');
      });
      all('[data-gone]', e => { e.hidden = found.buy; });
      all('[data-tell]', e => { e.search = new URL(found.href, location).search; });
      history.replaceState(null, '', found.href);
    });
  };

  const gallery = () => all('.gallery', box => {
    const row = box.querySelector('.gallery-row');
    const thumbs = [...box.querySelectorAll('.thumb')];
    const mark = id => thumbs.forEach(t => t.hash === '#' + id ? t.setAttribute('aria-current', 'true') : t.removeAttribute('aria-current'));
    thumbs.forEach(t => t.addEventListener('click', e => {
      const photo = document.getElementById(t.hash.slice(1));
      if (!photo) return;
      e.preventDefault();
      row.scrollTo({ left: photo.offsetLeft - row.offsetLeft });
      mark(photo.id);
    }));
    if (!row || !('IntersectionObserver' in window)) return;
    const seen = new IntersectionObserver(list => list.forEach(x => { if (x.isIntersecting) mark(x.target.id); }), { root: row, threshold: .6 });
    [...row.children].forEach(photo => seen.observe(photo));
  });

  /** Fills the hidden field "at" with "lat,lon" (about ten metres) and sends the form. */
  const nearby = () => all('[data-locate]', button => {
    if (!navigator.geolocation || !button.form) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      button.classList.add('is-busy');
      navigator.geolocation.getCurrentPosition(p => {
        button.form.elements.at.value = p.coords.latitude.toFixed(4) + ',' + p.coords.longitude.toFixed(4);
        if (button.form.elements.near) button.form.elements.near.value = '';
        button.form.requestSubmit ? button.form.requestSubmit() : button.form.submit();
      }, () => {
        button.classList.remove('is-busy');
        all('[data-locate-fail]', e => { e.hidden = false; });
      }, { timeout: 10000, maximumAge: 300000 });
    });
  });

  /** Light pages load no image until asked; the server reads the cookie "light". */
  const light = () => {
    all('[data-light]', button => button.addEventListener('click', e => {
      e.preventDefault();
      const on = /(?:^|; )light=1/.test(document.cookie);
      document.cookie = 'light=' + (on ? '0' : '1') + year;
      location.reload();
    }));
    addEventListener('click', e => {
      const link = e.target.closest('[data-photo]');
      if (!link) return;
      e.preventDefault();
      const photo = new Image();
      photo.alt = link.dataset.alt || '';
      photo.src = link.href;
      link.replaceWith(photo);
    });
  };

  // What one stands in is in sight, in strips that scroll sideways.
  all('.aisles-in, .nav, .tabs', strip => {
    const here = strip.querySelector('[aria-current]');
    if (here && strip.scrollWidth > strip.clientWidth) strip.scrollLeft += here.getBoundingClientRect().left - strip.getBoundingClientRect().left - (strip.clientWidth - here.offsetWidth) / 2;
  });
  greet();
  sending();
  steppers();
  variants();
  gallery();
  nearby();
  light();
  // The language chosen by hand is the one "/" suggests next time.
  all('a[hreflang]', a => a.addEventListener('click', () => { document.cookie = 'lang=' + a.hreflang + year; }));
  const problems = document.getElementById('problems');
  if (problems) problems.focus();
})();
